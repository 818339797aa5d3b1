import { onEndRequest } from "./onEndRequest";
import { createPaint } from "./paint";
import { realPrograms } from "./realPrograms";
import { runStart } from "./runStart";
import { parseStartOptions, START_USAGE, type StartOptions } from "./startOptions";

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
    await runStart(options, realPrograms, { say: (text) => console.log(text), paint, ending: ending.signal });
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
