import { appendFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";

/**
 * Keeps a line that a host has logged in the run's temporary folder, in a file for the suite that runs. The reporter
 * test/run/printHostLogs.js prints that file when a test of the suite fails. Outside jest nobody would print it.
 */
export function keepHostLog(line: string): void {
  if (typeof expect === "undefined") return;
  const { testPath } = expect.getState();
  if (testPath === undefined) return;
  const file = join(tmpdir(), "host-logs", `${relative(process.cwd(), testPath)}.log`);
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${line}\n`);
}
