// npm run test:long: the suites whose file ends in .long.test.ts.
const common = require("../../jest.config.js");

/** @type {import("jest").Config} */
module.exports = { ...common, rootDir: "../..", testMatch: ["**/*.long.test.ts"] };
