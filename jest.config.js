/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  clearMocks: true,
  // Whole runs mostly wait, so two at a time pay off on two cores; a worker that has grown is slow, and is replaced.
  maxWorkers: 2,
  workerIdleMemoryLimit: "512MB",
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
  // Some tests start real programs, which takes long on a busy machine; what hangs still ends.
  testTimeout: 120_000,
};
