/**
 * `npm start`: the function app with everything around it on this machine (storage emulator, simulator of Customer
 * Insights, flow stand-in), or with `--demo` the story of all six triggers. It holds nothing of the product.
 * `run.ts` is where to start.
 */
import { startAzurite } from "../azurite/startAzurite";
import { startFlow } from "../flow/startFlow";
import { startHost } from "../host/startHost";
import { startSimulator } from "../simulator/startSimulator";
import { type Programs } from "./programs";
import { runStart } from "./run";
import { START_USAGE, type StartOptions, parseStartOptions } from "./startOptions";
import { createPaint } from "./terminal";

/** Azurite and the function app in processes of their own, the two stand-ins in this one. */
const REAL_PROGRAMS: Programs = { startAzurite, startFlow, startHost, startSimulator };

const PARENT_CHECK_MS = 500;
const END_DEADLINE_MS = 4_500;
const ending = new AbortController();

// Leaving takes whatever still runs along: children end when their channel to this process closes.
onEndRequest(() => {
  ending.abort();
  setTimeout(() => process.exit(1), END_DEADLINE_MS).unref();
});

void main();

async function main(): Promise<void> {
  const options = readOptions();
  if (typeof options === "string") {
    console.error(`${options}\n\n${START_USAGE}`);
    process.exit(2);
  }
  if (options.help) {
    console.log(START_USAGE);
    return;
  }
  const paint = createPaint(process.stdout.isTTY, process.env);
  try {
    await runStart(options, REAL_PROGRAMS, { say: (text) => console.log(text), paint, ending: ending.signal });
    process.exit(0);
  } catch (error) {
    console.error(paint("red", error instanceof Error ? error.message : String(error)));
    process.exit(1);
  }
}

/** The options, or what is wrong with them. */
function readOptions(): StartOptions | string {
  try {
    return parseStartOptions(process.argv.slice(2), process.env);
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * Calls back once when this program is to end: on Ctrl-C (which npm and tsx may repeat), on SIGTERM, when the terminal
 * closes, or when the process that started it is gone.
 */
function onEndRequest(end: () => void): void {
  let asked = false;
  const ask = (): void => {
    if (asked) return;
    asked = true;
    end();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, ask);
  process.on("disconnect", ask);
  // No signal comes when tsx, our parent, is killed; only the parent's id changes.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && ask(), PARENT_CHECK_MS).unref();
}
