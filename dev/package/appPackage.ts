/**
 * The package that is deployed: one bundle of all functions, host.json and a package.json, as a folder and as a zip
 * archive.
 */
import { type BuildOptions, type Plugin, build } from "esbuild";
import { readdirSync } from "node:fs";
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { zipFiles } from "./zip";

export interface BuiltPackage {
  /** The folder with the files that are in the archive. */
  readonly directory: string;
  readonly zipFile: string;
  readonly zipBytes: number;
}

const ENTRY = "index.js";

const MAX_ZIP_BYTES = 2 * 1024 * 1024;

/**
 * Builds what is deployed into `package` and `package.zip` of the output directory: the bundle with its map and
 * licences, host.json and a package.json without dependencies. Equal sources make equal bytes. Throws when the archive
 * is larger than 2 MiB.
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
  if (archive.length > MAX_ZIP_BYTES)
    throw new Error(
      `The package has ${archive.length} bytes, more than ${MAX_ZIP_BYTES}: see what was added to the bundle.`,
    );
  await writeFile(zipFile, archive);
  return { directory, zipFile, zipBytes: archive.length };
}

/** Loaded only where telemetry has a destination: in the bundle it would cost every start the time to read it. */
const TELEMETRY = "telemetry.js";

const TELEMETRY_ENTRY = join("shared", "telemetry", "sdk", "startTelemetry.ts");

const telemetryBeside: Plugin = {
  name: "telemetry beside",
  setup: (bundling) =>
    bundling.onResolve({ filter: /\/sdk\/startTelemetry$/ }, () => ({ path: `./${TELEMETRY}`, external: true })),
};

/**
 * Writes every function, with all that it needs, as one minified file with a source map, and telemetry as another
 * beside it. The maps have no sources: they would be three quarters of the package, and line numbers do without. Throws
 * what esbuild finds wrong, warnings too.
 */
async function bundleApp(appDirectory: string, outputFile: string): Promise<void> {
  const stdin = { contents: importEachFunction(appDirectory), resolveDir: appDirectory, sourcefile: "functions.ts" };
  await bundle({ stdin, outfile: outputFile, plugins: [telemetryBeside] });
  const telemetry = join(dirname(outputFile), TELEMETRY);
  await bundle({ entryPoints: [join(appDirectory, TELEMETRY_ENTRY)], outfile: telemetry, sourcemap: false });
}

function importEachFunction(appDirectory: string): string {
  const files = readdirSync(join(appDirectory, "functions")).filter((file) => file.endsWith(".ts"));
  if (files.length === 0) throw new Error(`There are no functions in ${appDirectory}`);
  return files
    .toSorted()
    .map((file) => `import "./functions/${file}";\n`)
    .join("");
}

/** The Functions worker gives this module to the library; a copy in the bundle would be another module. */
const PROVIDED_BY_WORKER = "@azure/functions-core";

/**
 * Some ES modules ask where they are, which a CommonJS file cannot be asked: the queue library fails to load without
 * it.
 */
const BUNDLE_URL = "__bundleUrl";

const OLDEST_NODE = "node20";

async function bundle(options: BuildOptions): Promise<void> {
  const { warnings } = await build({
    bundle: true,
    minify: true,
    // Names of classes and functions are part of log lines and of some libraries' decisions.
    keepNames: true,
    platform: "node",
    target: OLDEST_NODE,
    external: [PROVIDED_BY_WORKER],
    define: { "import.meta.url": BUNDLE_URL },
    banner: { js: `const ${BUNDLE_URL}=require("node:url").pathToFileURL(__filename).href;` },
    sourcemap: true,
    sourcesContent: false,
    legalComments: "linked",
    logLevel: "error",
    ...options,
  });
  const [warning] = warnings;
  if (warning) throw new Error(`esbuild warns: ${warning.text} (${warning.location?.file ?? "no file"})`);
}

/** The app's package.json, less the fields that the bundle makes needless. */
async function describeApp(appDirectory: string): Promise<string> {
  const text = await readFile(join(appDirectory, "package.json"), "utf8");
  const { name, version, description, engines } = JSON.parse(text) as Record<string, unknown>;
  return `${JSON.stringify({ name, version, private: true, description, main: ENTRY, engines }, undefined, 2)}\n`;
}
