// A reporter of jest: prints what the hosts of a suite have logged when one of its tests failed.
const { existsSync, readFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const path = require("node:path");

const MAX_LINES = 300;

module.exports = function printHostLogs() {
  return {
    /** @type {(test: { path: string }, result: { numFailingTests: number; testExecError?: unknown }) => void} */
    onTestFileResult(test, { numFailingTests, testExecError }) {
      const suite = path.relative(process.cwd(), test.path);
      // test/e2e/keepHostLog.ts writes it there.
      const file = path.join(tmpdir(), "host-logs", `${suite}.log`);
      if ((numFailingTests === 0 && !testExecError) || !existsSync(file)) return;
      const lines = readFileSync(file, "utf8").trimEnd().split("\n");
      const last = lines.slice(-MAX_LINES);
      const text = last.join("\n");
      process.stderr.write(
        `\nThe last ${last.length} of ${lines.length} log lines of the hosts of ${suite}:\n${text}\n\n`,
      );
    },
    getLastError: () => undefined,
  };
};
