import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "run-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs one of this folder's programs on a temporary folder that is not that of this run. */
function run(code: string): { readonly status: number | null; readonly stderr: string } {
  const env = { ...process.env, TMPDIR: folder };
  const { status, stderr } = spawnSync(process.execPath, ["-e", code], { env, cwd: __dirname, encoding: "utf8" });
  return { status, stderr };
}

test("the end of a run removes its temporary folder, and fails when a test has left something in it", () => {
  const end = 'require("./removeTempFolder.js")()';
  mkdirSync(join(folder, "host-logs"));
  expect(run(end)).toEqual({ status: 0, stderr: "" });
  expect(existsSync(folder)).toBe(false);
  mkdirSync(join(folder, "app-x"), { recursive: true });
  expect(run(end)).toEqual({ status: 1, stderr: expect.stringContaining("tests left app-x in the temporary folder") });
  expect(existsSync(folder)).toBe(false);
});

test("the log of a suite's hosts is printed when one of its tests failed, and only then", () => {
  mkdirSync(join(folder, "host-logs"));
  writeFileSync(join(folder, "host-logs/x.test.ts.log"), "one\ntwo\n");
  const report = (failed: number, suite: string): string =>
    run(`require("./printHostLogs.js")().onTestFileResult({ path: "${suite}" }, { numFailingTests: ${failed} })`)
      .stderr;
  expect(report(1, "x.test.ts")).toContain("The last 2 of 2 log lines of the hosts of x.test.ts:\none\ntwo\n");
  expect(report(0, "x.test.ts")).toBe("");
  expect(report(1, "y.test.ts")).toBe("");
});
