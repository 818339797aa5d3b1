// npm run test:nightly: the suites whose file ends in .nightly.test.ts.
const common = require("../../jest.config.js");

/** @type {import("jest").Config} */
module.exports = { ...common, rootDir: "../..", testMatch: ["**/*.nightly.test.ts"] };
