/** The limits of the structure check, in one place: who may import what, and the few exceptions with their reasons. */

/** Folders that are checked. */
export const FOLDERS = ["functions", "shared", "connector", "dev", "operate", "bench"] as const;

const NODE = "node";

/**
 * What the files under a path may import beside their own folder: paths of the repository and names of packages. The
 * longest path that fits a file decides. `*` at the end stands for everything that begins so.
 */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "shared/model": [NODE],
  "shared/validation": [NODE, "shared/model", "ajv"],
  "shared/detection": [NODE, "shared/model", "shared/validation"],
  "shared/subscriptions": [NODE, "shared/model", "shared/validation"],
  "shared/delivery": [NODE, "shared/model", "shared/validation", "ipaddr.js", "undici"],
  "shared/rateLimit": [NODE, "shared/model", "shared/validation"],
  "shared/operations": [NODE, "shared/model", "shared/validation"],
  "shared/data": [NODE, "shared/model", "shared/validation", "csv-parse"],
  "shared/access": [NODE, "shared/model", "shared/validation", "jose"],
  "shared/source": [
    NODE,
    "shared/model",
    "shared/validation",
    "shared/detection",
    "shared/subscriptions",
    "shared/data",
    "shared/operations",
    "@azure/identity",
    "undici",
  ],
  "shared/storage": [
    NODE,
    "shared/model",
    "shared/validation",
    "shared/detection",
    "shared/subscriptions",
    "shared/delivery",
    "shared/rateLimit",
    "shared/data",
    "shared/operations",
    "@azure/data-tables",
    "@azure/storage-queue",
    "@azure/identity",
  ],
  "shared/telemetry": ["shared/model"],
  "shared/telemetry/sdk": [
    NODE,
    "shared/model",
    "shared/telemetry",
    "@opentelemetry/*",
    "@azure/identity",
    "@azure/monitor-opentelemetry-exporter",
  ],
  "shared/http": [
    NODE,
    "shared/model",
    "shared/validation",
    "shared/access",
    "shared/data",
    "shared/delivery",
    "shared/operations",
    "shared/rateLimit",
    "shared/subscriptions",
    "@azure/functions",
  ],
  "shared/runtime": [NODE, "shared/*", "@azure/functions", "@azure/identity"],
  functions: [
    "shared/runtime/services",
    "shared/http",
    "shared/validation",
    "shared/delivery",
    "shared/detection",
    "shared/access",
    "shared/data",
    "shared/operations",
    "shared/subscriptions",
    "@azure/functions",
  ],
  connector: [NODE, "shared/http", "shared/model", "shared/subscriptions", "package.json", "ajv"],
  operate: [NODE, "@azure/identity", "shared/access", "shared/runtime", "shared/storage"],
  "dev/infra": [NODE, "operate/provision"],
  dev: [NODE, "@azure/*", "croner", "esbuild", "oxc-parser"],
  bench: [NODE, "shared/*", "dev/*", "test/*", "@azure/*", "undici"],
};

/** Folders that may hold more than 15 files: each file is one word of the model, or one family of routes. */
export const LARGE_FOLDERS: readonly string[] = ["shared/model", "shared/http/routes", "functions"];

/** Files under 30 lines that have one importer all the same, with the reason. */
export const SMALL_FILES: Readonly<Record<string, string>> = {};

/** Exported names that stand in several files and mean the same in each, with the reason. */
export const SHARED_NAMES: Readonly<Record<string, string>> = {};
