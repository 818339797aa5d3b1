import { inspect } from "node:util";
import { ALL_TARGETS } from "./allTargets";
import { readFuzzOptions } from "./readFuzzOptions";
import { runFuzz } from "./runFuzz";
import { startWatchdog } from "./watchdog";

void main();

async function main(): Promise<void> {
  const options = readFuzzOptions(process.argv.slice(2));
  if (typeof options === "string") {
    print(options);
    process.exitCode = 1;
    return;
  }
  const startedAt = performance.now();
  const watchdog = startWatchdog();
  const failure = await runFuzz({ ...options, targets: ALL_TARGETS, onCase: watchdog.onCase });
  await watchdog.stop();
  if (!failure) {
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
    print(
      `${options.cases} cases from seed ${options.seed}, of ${ALL_TARGETS.length} targets, in ${seconds} s: all is well`,
    );
    return;
  }
  print(`Case ${failure.seed}, ${failure.target}: ${failure.problem}\n`);
  print(`Given: ${inspect(failure.input, { depth: 10 })}\n`);
  print(`Again: npm run fuzz -- --cases 1 --seed ${failure.seed}`);
  process.exitCode = 1;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
