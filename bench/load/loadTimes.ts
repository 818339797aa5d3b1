/** The time that the app takes to load in a fresh process, which every cold start of a host pays. */
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Measurement } from "../report/report";

const FUNCTIONS = join("dist", "functions");

/** The app compiled file by file against the package, measured in turn: whatever slows one slows the other. */
export async function measureLoads(root: string, packageDirectory: string, runs: number): Promise<Measurement[]> {
  const compiled = readdirSync(FUNCTIONS).filter((file) => file.endsWith(".js"));
  const apps = {
    "compiled files": compiled.map((file) => join(root, FUNCTIONS, file)),
    "the package": [join(packageDirectory, "index.js")],
  };
  const times = new Map(Object.keys(apps).map((on) => [on, [] as number[]]));
  for (let run = 0; run < runs; run += 1) {
    for (const [on, files] of Object.entries(apps)) times.get(on)?.push((await timeLoad(files)).ms);
  }
  const goal = "≤ 150 (the package)";
  return [...times].map(([on, values]) => ({ name: "load the app", on, unit: "ms", values, goal }));
}

export interface LoadTime {
  /** The milliseconds from the first `require` to the last registration. */
  readonly ms: number;
  /** The names of the registered functions, sorted. */
  readonly functions: readonly string[];
}

const execute = promisify(execFile);

/** Loads the app in a fresh process. Rejects with the output of the process if it cannot be loaded. */
export async function timeLoad(entryFiles: readonly string[]): Promise<LoadTime> {
  const { stdout } = await execute(process.execPath, [join(__dirname, "loadApp.cjs"), ...entryFiles]);
  return JSON.parse(stdout) as LoadTime;
}
