/**
 * `npm run package`: builds the package that is deployed. It deploys nothing; docs/guides/deploy.md says how that is
 * done. `appPackage.ts` is where to start.
 */
import { join, relative } from "node:path";
import { type Option, describeOptions, readOptions } from "../options/options";
import { buildPackage } from "./appPackage";

const OPTIONS = { help: { help: "show this" } } as const satisfies Record<string, Option>;
const USAGE = `npm run package -- [options]: builds dist/package.zip, what is deployed\n\n${describeOptions(OPTIONS)}`;

async function main(): Promise<void> {
  if (readOptions(OPTIONS, process.argv.slice(2), process.env).help) {
    console.log(USAGE);
    return;
  }
  const { zipFile, zipBytes } = await buildPackage(process.cwd(), join(process.cwd(), "dist"));
  console.log(`${relative(process.cwd(), zipFile)}: ${(zipBytes / 1024).toFixed(0)} KiB`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
