import { type Release, findProblems } from "../../../dev/release/release";

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
