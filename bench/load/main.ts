/** `npm run bench:load`: prints how long the app takes to load. `loadTimes.ts` measures it. */
import { join } from "node:path";
import { buildPackage } from "../../dev/package/appPackage";
import { renderTable } from "../report/report";
import { measureLoads } from "./loadTimes";

const RUNS = 15;

async function main(): Promise<void> {
  const root = process.cwd();
  const { directory } = await buildPackage(root, join(root, "dist"));
  const measurements = await measureLoads(root, directory, RUNS);
  process.stdout.write(`Node ${process.versions.node}, ${RUNS} fresh processes each\n${renderTable(measurements)}\n`);
}

void main();
