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
