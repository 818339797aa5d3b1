import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProblems, readRelease } from "../../../dev/release/release";

const directory = mkdtempSync(join(tmpdir(), "release-"));
const git = (...args: string[]): unknown =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], { cwd: directory });
const write = (file: string, text: string): void => writeFileSync(join(directory, file), text);

afterAll(() => rmSync(directory, { recursive: true }));

test("versions, changelog, tag and tree are read from the working directory", () => {
  write("package.json", '{"version":"2.0.0"}');
  write("package-lock.json", '{"version":"2.0.0"}');
  write("CHANGELOG.md", "## 2.0.0\n\n- News.\n");
  mkdirSync(join(directory, "connector"));
  write("connector/apiDefinition.swagger.json", '{"info":{"version":"2.0.0"}}');
  git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", "all");
  expect(findProblems(readRelease(directory))).toEqual([]);

  git("tag", "-a", "v2.0.0", "-m", "annotated");
  expect(findProblems(readRelease(directory))).toEqual([]);

  write("connector/apiDefinition.swagger.json", '{"info":{"version":"1.0.0"}}');
  expect(findProblems(readRelease(directory))).toEqual([
    expect.stringContaining("connector/apiDefinition.swagger.json: version is 1.0.0"),
    expect.stringContaining("M connector/apiDefinition.swagger.json"),
  ]);
});
