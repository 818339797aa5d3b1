/**
 * `npm run connector:check`: checks a connector package against the rules R1 to R73 of docs/power-automate.md, each
 * of which is a gate or guidance. It changes nothing. `checkPackage.ts` is where to start; the rules are in
 * `rules/`.
 */
import { join } from "node:path";
import { checkPackage, readPackage } from "./checkPackage";

try {
  const broken = checkPackage(readPackage(process.argv[2] ?? join(__dirname, "..")));
  for (const { rule, findings } of broken) {
    console.log(`${rule.severity === "gate" ? "error" : "warning"} ${rule.id}: ${rule.says}`);
    for (const each of findings) console.log(`  ${each}`);
  }
  const gates = broken.filter(({ rule }) => rule.severity === "gate").length;
  console.log(`${gates} gates and ${broken.length - gates} guidances are broken`);
  process.exitCode = gates === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
