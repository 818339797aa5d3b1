import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

/** What the Functions worker gives to the library itself; a copy in the bundle would be another one. */
const PROVIDED_BY_WORKER = "@azure/functions-core";
/** Some ES modules ask where they are, which a CommonJS file cannot be asked: the queue library fails to load without it. */
const BUNDLE_URL = "__bundleUrl";
const OLDEST_NODE = "node20";

/**
 * Writes every function, with all that it needs, as one minified file with a source map. The map has no sources: they
 * would be three quarters of the package, and line numbers do without. Throws what esbuild finds wrong, warnings too.
 */
export async function bundleApp(appDirectory: string, outputFile: string): Promise<void> {
  const { warnings } = await build({
    stdin: { contents: importEachFunction(appDirectory), resolveDir: appDirectory, sourcefile: "functions.ts" },
    outfile: outputFile,
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
