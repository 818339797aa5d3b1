import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { type BuildOptions, type Plugin, build } from "esbuild";

/** What the Functions worker gives to the library itself; a copy in the bundle would be another one. */
const PROVIDED_BY_WORKER = "@azure/functions-core";
/** Some ES modules ask where they are, which a CommonJS file cannot be asked: the queue library fails to load without it. */
const BUNDLE_URL = "__bundleUrl";
const OLDEST_NODE = "node20";
/** Loaded only where telemetry has a destination: in the bundle it would cost every start the time to read it. */
const TELEMETRY = "telemetry.js";
const TELEMETRY_ENTRY = join("shared", "telemetry", "sdk", "startTelemetry.ts");

/**
 * Writes every function, with all that it needs, as one minified file with a source map, and telemetry as another beside it. The maps have
 * no sources: they would be three quarters of the package, and line numbers do without. Throws what esbuild finds wrong, warnings too.
 */
export async function bundleApp(appDirectory: string, outputFile: string): Promise<void> {
  const stdin = { contents: importEachFunction(appDirectory), resolveDir: appDirectory, sourcefile: "functions.ts" };
  await bundle({ stdin, outfile: outputFile, plugins: [telemetryBeside] });
  const telemetry = join(dirname(outputFile), TELEMETRY);
  await bundle({ entryPoints: [join(appDirectory, TELEMETRY_ENTRY)], outfile: telemetry, sourcemap: false });
}

const telemetryBeside: Plugin = {
  name: "telemetry beside",
  setup: (bundling) =>
    bundling.onResolve({ filter: /\/sdk\/startTelemetry$/ }, () => ({ path: `./${TELEMETRY}`, external: true })),
};

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

function importEachFunction(appDirectory: string): string {
  const files = readdirSync(join(appDirectory, "functions")).filter((file) => file.endsWith(".ts"));
  if (files.length === 0) throw new Error(`There are no functions in ${appDirectory}`);
  return files
    .toSorted()
    .map((file) => `import "./functions/${file}";\n`)
    .join("");
}
