import { type FaultOptions, readFaultOptions } from "./readFaultOptions";
import { type ScheduleResult, runSchedule } from "./schedules/runSchedule";

/** How much of what was said before the problem is printed without --trace. */
const LAST_LINES = 60;

void main();

async function main(): Promise<void> {
  const options = readFaultOptions(process.argv.slice(2));
  if (typeof options === "string") {
    print(options);
    process.exitCode = 1;
    return;
  }
  if (!(await runAll(options))) process.exitCode = 1;
}

/** Ends at the first schedule that fails. */
async function runAll({ schedules, seed, trace }: FaultOptions): Promise<boolean> {
  const startedAt = performance.now();
  const results: ScheduleResult[] = [];
  for (let next = seed; next < seed + schedules; next += 1) {
    const result = await runSchedule(next, trace ? (now, text) => print(toLine(now, text)) : undefined);
    if (result.problems.length > 0) {
      await tell(result, trace);
      return false;
    }
    results.push(result);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const sum = (key: "steps" | "kills" | "events" | "posts" | "duplicates" | "poisoned"): string =>
    results.reduce((total, result) => total + result[key], 0).toLocaleString("en");
  print(
    `${schedules} schedules from seed ${seed}: all is well (${(schedules / seconds).toFixed(1)} a second; ` +
      `${sum("steps")} steps, ${sum("kills")} hosts killed, ${sum("poisoned")} tasks given up, ` +
      `${sum("events")} events, ${sum("posts")} POSTs, ` +
      `${sum("duplicates")} of them again after a crash or a lost answer)`,
  );
  return true;
}

/** A schedule follows from its seed alone: it is run once more, this time with somebody listening. */
async function tell({ seed, problems }: ScheduleResult, wasTraced: boolean): Promise<void> {
  const lines: string[] = [];
  if (!wasTraced) await runSchedule(seed, (now, text) => lines.push(toLine(now, text)));
  for (const line of lines.slice(-LAST_LINES)) print(line);
  print(`\nSchedule ${seed} failed:`);
  for (const problem of problems) print(`  ${problem}`);
  print(`\nAgain, and all of it: npm run faults -- --schedules 1 --seed ${seed} --trace`);
}

function toLine(now: number, text: string): string {
  return `${new Date(now).toISOString().slice(5, -1).replace("T", " ")} ${text}`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
