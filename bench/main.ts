/**
 * `npm run bench`: measures how fast events are delivered. It runs the real code on stores in memory and on Azurite,
 * and a peer for comparison. Each measurement is a file in `scenarios/`.
 */
import { writeFileSync } from "node:fs";
import { arch, cpus, platform, totalmem } from "node:os";
import { BENCH_USAGE, type BenchOptions, type Part, parseBenchOptions } from "./benchOptions";
import { type OpenReceiver, openReceiver } from "./receiver/receiver";
import { type Measurement, renderTable } from "./report/report";
import { inMemory } from "./scenarios/inMemory";
import { growth, onAzurite } from "./scenarios/onAzurite";
import { peer, whyNoPeer } from "./scenarios/peer";

const MEASURE: Readonly<Record<Part, (receiver: OpenReceiver, runs: number) => Promise<readonly Measurement[]>>> = {
  memory: inMemory,
  azurite: onAzurite,
  growth,
  peer: async (receiver, runs) => {
    const why = whyNoPeer();
    if (why === undefined) return peer(receiver, runs);
    print(`The peer is not measured: ${why}.`);
    return [];
  },
};

async function main(): Promise<void> {
  const options = readArguments();
  if (!options) return;
  const machine = describeMachine();
  print(`${machine}; medians of ${options.runs}`);
  const receiver = await openReceiver();
  const measurements: Measurement[] = [];
  try {
    for (const part of options.parts) {
      print(`measuring: ${part}…`);
      measurements.push(...(await MEASURE[part](receiver, options.runs)));
    }
  } finally {
    await receiver.stop();
  }
  print(renderTable(measurements));
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify({ machine, runs: options.runs, measurements }, undefined, 2)}\n`);
}

/** Returns undefined when nothing is to be measured: the help or an error was printed. */
function readArguments(): BenchOptions | undefined {
  try {
    const options = parseBenchOptions(process.argv.slice(2));
    if (!options.help) return options;
    print(BENCH_USAGE);
  } catch (error) {
    print(`${error instanceof Error ? error.message : String(error)}\n\n${BENCH_USAGE}`);
    process.exitCode = 1;
  }
  return undefined;
}

function describeMachine(): string {
  const cores = cpus();
  const model = cores[0]?.model ?? "unknown processor";
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cores.length} cores (${model}), ${memory} GiB, ${platform()} ${arch()}, Node ${process.versions.node}`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

void main();
