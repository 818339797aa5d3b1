// What the package needs is checked without the tests: there, a rule that its own file uses may be exported for its test.
const production = process.argv.includes("--production");

/** @type {import("knip").KnipConfig} */
module.exports = {
  ignoreExportsUsedInFile: production,
  entry: [
    "functions/*.ts!",
    "dev/*/main.ts",
    "operate/*/main.ts!",
    "test/**/*.test.ts",
    "test/faults/main.ts",
    "test/faults/processes/main.ts",
    "test/fuzz/main.ts",
    "test/data/partitions/big/main.ts",
    "bench/main.ts",
    "bench/load/main.ts",
    "bench/load/loadApp.cjs",
    "connector/*/main.ts!",
    "bench/receiver/main.ts",
    "bench/peer/deliver.cjs",
  ],
  project: [
    "functions/**/*.ts!",
    "shared/**/*.ts!",
    "dev/**/*.ts",
    "operate/**/*.ts!",
    "test/**/*.ts",
    "bench/**/*.{ts,cjs}",
    "connector/**/*.ts!",
  ],
  ignoreBinaries: ["func", "tsx", "redis-server", "azd"],
  ignoreDependencies: ["bullmq"],
};
