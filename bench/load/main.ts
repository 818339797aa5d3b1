/** `npm run bench:load`: measures how long the app takes to load. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { buildPackage } from "../../dev/package/appPackage";
import { type Measurement, renderTable } from "../report/report";
import { timeLoad } from "./timeLoad";

const RUNS = 15;
const FUNCTIONS = join("dist", "functions");

/** Loading the app in fresh processes, compiled file by file against bundled, in turn: what slows one slows the other. */
async function main(): Promise<void> {
  const root = process.cwd();
  const { directory } = await buildPackage(root, join(root, "dist"));
  const compiled = readdirSync(FUNCTIONS).filter((file) => file.endsWith(".js"));
  const apps = {
    "compiled files": compiled.map((file) => join(root, FUNCTIONS, file)),
    "the package": [join(directory, "index.js")],
  };
  const times = new Map(Object.keys(apps).map((on) => [on, [] as number[]]));
  for (let run = 0; run < RUNS; run += 1) {
    for (const [on, files] of Object.entries(apps)) times.get(on)?.push((await timeLoad(files)).ms);
  }
  const measurements = [...times].map(([on, values]): Measurement => ({
    name: "load the app",
    on,
    unit: "ms",
    values,
    goal: "≤ 150 (the package)",
  }));
  process.stdout.write(`Node ${process.versions.node}, ${RUNS} fresh processes each\n${renderTable(measurements)}\n`);
}

void main();
