import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

export interface LoadTime {
  /** From the first `require` to the last registration. */
  readonly ms: number;
  /** The names of the registered functions, sorted. */
  readonly functions: readonly string[];
}

const run = promisify(execFile);

/** Loads the app in a fresh process. Rejects with what the process said if it cannot be loaded. */
export async function timeLoad(entryFiles: readonly string[]): Promise<LoadTime> {
  const { stdout } = await run(process.execPath, [join(__dirname, "loadApp.cjs"), ...entryFiles]);
  return JSON.parse(stdout) as LoadTime;
}
