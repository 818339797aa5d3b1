/**
 * `npm run infra:check`: compiles the infrastructure description, when a compiler is installed, and fails on a
 * warning. It deploys nothing.
 */
import { spawnSync } from "node:child_process";

const FILE = "infra/main.bicep";

/** Ways to compile, the first that is installed is taken. Compiling lints, too. */
const COMPILERS = [
  { command: "bicep", version: ["--version"], build: ["build", FILE, "--stdout"] },
  { command: "az", version: ["bicep", "version"], build: ["bicep", "build", "--file", FILE, "--stdout"] },
];

const found = COMPILERS.find(({ command, version }) => spawnSync(command, version, { stdio: "ignore" }).status === 0);
if (found) {
  const { status, stderr } = spawnSync(found.command, found.build, { encoding: "utf8", maxBuffer: 2 ** 26 });
  if (stderr !== "") console.error(stderr);
  const isClean = status === 0 && !/\b(?:Warning|Error) [\w-]+:/.test(stderr);
  console.log(isClean ? `${FILE} compiles without a warning.` : `${FILE} does not compile without a warning.`);
  process.exitCode = isClean ? 0 : 1;
} else {
  console.log(
    `SKIPPED: ${FILE} is not compiled, since neither bicep nor az with bicep is installed. Tests read it all the same.`,
  );
}
