// Loads the compiled app as the Functions worker does, answers one request, and prints which telemetry packages were loaded.
const Module = require("node:module");

const functions = new Map();
const disposable = { dispose() {} };
const core = {
  log() {},
  setProgrammingModel() {},
  registerHook: () => disposable,
  registerFunction: ({ name }, callback) => functions.set(name, callback) && disposable,
};
const load = Module._load;
Module._load = (id, ...rest) => (id === "@azure/functions-core" ? core : load.call(Module, id, ...rest));

const { join } = require("node:path");
const { HttpRequest, InvocationContext } = require("@azure/functions");
const directory = join(process.cwd(), "dist", "functions");
for (const file of require("node:fs").readdirSync(directory)) if (file.endsWith(".js")) require(join(directory, file));

async function main() {
  const request = new HttpRequest({ method: "GET", url: "http://localhost/api/subscriptions" });
  const context = new InvocationContext({ functionName: "listSubscriptions", logHandler: () => undefined });
  const { status } = await functions.get("listSubscriptions")(request, context);
  const loaded = Object.keys(require.cache).filter((file) => /opentelemetry/.test(file)).length;
  process.stdout.write(JSON.stringify({ status, loaded }), () => process.exit());
}

void main();
