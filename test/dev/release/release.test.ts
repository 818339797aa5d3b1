import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Release, findProblems, readRelease } from "../../../dev/release/release";

const ready: Release = {
  version: "1.2.0",
  copies: { "package-lock.json": "1.2.0" },
  changelog: "# Changelog\n\n## Pending\n\n## 1.2.0 (2026-11-21)\n\n- News.\n\n## 1.1.0\n\n- Old.\n",
  uncommitted: "",
  head: "abc",
  tagged: undefined,
};

test.each([
  ["everything is in place", {}],
  ["the tag is there already, on this commit", { tagged: "abc" }],
])("a version can be released when %s", (_when, changes) => {
  expect(findProblems({ ...ready, ...changes })).toEqual([]);
});

test.each<[string, Partial<Release>]>([
  ['version "1.2" is not of the form', { version: "1.2", copies: {}, changelog: "## 1.2\n\n- News." }],
  ["package-lock.json: version is 1.1.0", { copies: { "package-lock.json": "1.1.0" } }],
  ["definition: version is missing", { copies: { definition: undefined } }],
  ['no section "## 1.2.0" that says', { changelog: "## 1.2.0\n\n## 1.1.0\n\n- Old." }],
  ['no section "## 1.2.0" that says', { changelog: "## 1.2.01\n\n- News." }],
  ['"## Pending" holds what belongs', { changelog: "## Pending\n\n- More.\n\n## 1.2.0\n\n- News." }],
  ["git: not committed:\n M README.md", { uncommitted: " M README.md\n" }],
  ["v1.2.0 is already the tag of another commit", { tagged: "def" }],
])("what is still to do is said: %s", (problem, changes) => {
  expect(findProblems({ ...ready, ...changes })).toEqual([expect.stringContaining(problem)]);
});

describe("readRelease", () => {
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
});
