// Which suites run is said by the end of a file's name:
//   x.test.ts          npm test: a few minutes, before every commit; nothing that is promised is left out
//   x.long.test.ts     npm run test:long: the same promises over many more cases, and over several real hosts
//   x.nightly.test.ts  npm run test:nightly: ten thousand cases, before a release
// A long proof has a short one, which tries fewer cases. Most stand beside each other under the same name. The short one
// of e2e/sixTriggers is e2e/connector/contract, that of e2e/manyDeliveries is faults/crashAnywhere with e2e/hostCrash,
// and that of e2e/noisyNeighbour is delivery/load/noisyNeighbour.

/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/!(*.long|*.nightly).test.ts"],
  clearMocks: true,
  // Suites that start programs mostly wait, so three at a time pay off on two cores; a worker that has grown is slow,
  // and is replaced.
  maxWorkers: 3,
  workerIdleMemoryLimit: "512MB",
  globalSetup: "<rootDir>/test/run/makeTempFolder.js",
  globalTeardown: "<rootDir>/test/run/removeTempFolder.js",
  reporters: ["default", "<rootDir>/test/run/printHostLogs.js"],
  coverageProvider: "v8",
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
    // An ES module, which Node requires as it is and jest cannot.
    "node_modules/jose/.+\\.js$": ["@swc/jest", { jsc: { target: "es2022" }, module: { type: "commonjs" } }],
  },
  transformIgnorePatterns: ["/node_modules/(?!jose/)"],
  moduleNameMapper: { "^@azure/functions-core$": "<rootDir>/test/fakes/functionsCore.ts" },
  collectCoverageFrom: ["functions/**/*.ts", "shared/**/*.ts"],
  coverageThreshold: { global: { lines: 90 } },
  // The limit only ends what hangs: it is far above what the slowest test takes beside other programs on a busy machine.
  // Tests set no lower one.
  testTimeout: 300_000,
};
