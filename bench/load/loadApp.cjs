// Loads a function app as the Functions worker does, in this process, and prints `{"ms", "functions"}`. The arguments are its
// entry files. Plain CommonJS: a loader of TypeScript would be measured as well.
const Module = require("node:module");

const functions = [];
const disposable = { dispose() {} };
const core = {
  version: "3.9.1",
  hostVersion: "4.1037.0",
  Disposable: class {},
  log() {},
  setProgrammingModel() {},
  registerHook: () => disposable,
  registerFunction(metadata) {
    functions.push(metadata.name);
    return disposable;
  },
};

const load = Module._load;
Module._load = (id, ...rest) => (id === "@azure/functions-core" ? core : load.call(Module, id, ...rest));

const startedAt = performance.now();
for (const file of process.argv.slice(2)) require(file);
const ms = performance.now() - startedAt;
process.stdout.write(JSON.stringify({ ms, functions: functions.toSorted() }));
