// Every run has a temporary folder of its own, so that the end of the run can see whether a test has left something.
const { mkdtempSync } = require("node:fs");
const { tmpdir } = require("node:os");
const path = require("node:path");

/** The workers, and the programs that tests start, inherit the folder as theirs. */
module.exports = function makeTempFolder() {
  process.env["TMPDIR"] = mkdtempSync(path.join(tmpdir(), "triggers-tests-"));
};
