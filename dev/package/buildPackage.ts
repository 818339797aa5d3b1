import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleApp } from "./bundleApp";
import { zipFiles } from "./zipFiles";

export interface BuiltPackage {
  /** With what is in the archive. */
  readonly directory: string;
  readonly zipFile: string;
  readonly zipBytes: number;
}

const ENTRY = "index.js";
const MOST_ZIP_BYTES = 2 * 1024 * 1024;

/**
 * Builds what is deployed into `package` and `package.zip` of the output directory: the bundle with its map and licences, host.json and a
 * package.json without dependencies. Equal sources make equal bytes. Throws when the archive is larger than 2 MiB.
 */
export async function buildPackage(appDirectory: string, outputDirectory: string): Promise<BuiltPackage> {
  const directory = join(outputDirectory, "package");
  const zipFile = `${directory}.zip`;
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  await bundleApp(appDirectory, join(directory, ENTRY));
  await copyFile(join(appDirectory, "host.json"), join(directory, "host.json"));
  await writeFile(join(directory, "package.json"), await describeApp(appDirectory));

  const names = await readdir(directory);
  const entries = names.map(async (name) => ({ name, content: await readFile(join(directory, name)) }));
  const archive = zipFiles(await Promise.all(entries));
  if (archive.length > MOST_ZIP_BYTES)
    throw new Error(
      `The package has ${archive.length} bytes, more than ${MOST_ZIP_BYTES}: see what was added to the bundle.`,
    );
  await writeFile(zipFile, archive);
  return { directory, zipFile, zipBytes: archive.length };
}

/** The app's package.json, but for what the bundle has made needless. */
async function describeApp(appDirectory: string): Promise<string> {
  const text = await readFile(join(appDirectory, "package.json"), "utf8");
  const { name, version, description, engines } = JSON.parse(text) as Record<string, unknown>;
  return `${JSON.stringify({ name, version, private: true, description, main: ENTRY, engines }, undefined, 2)}\n`;
}
