// Comments cite facts and decisions by pages of this repository, so that it can be read alone.
import { existsSync, readFileSync } from "node:fs";
import { ALL_RULES } from "../../connector/check/checkPackage";
import { filesBelow } from "./filesBelow";

const CODE = ["bench", "connector", "dev", "functions", "infra", "operate", "shared", "test"];

const sources = CODE.flatMap((folder) => filesBelow(folder, /\.(?:ts|mts|js|bicep|sh)$/)).map((file) => ({
  file,
  text: readFileSync(file, "utf8"),
}));

const COMMENT = /\/\*\*?[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;

const comments = sources.flatMap(({ file, text }) =>
  [...text.matchAll(COMMENT)].map(([comment]) => ({ file, comment })),
);

test("a page of docs that is named in the code exists", () => {
  const named = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/\bdocs\/[\w./-]*\.md\b/g)].map(([page]) => ({ file, page })),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(({ page }) => !existsSync(page))).toEqual([]);
});

/** A code stands in its page as a heading or as the first cell of a row. */
function codesOf(page: string): readonly string[] {
  const lines = readFileSync(page, "utf8").split("\n");
  return lines.flatMap((line) => /^(?:#+ |\| )([ATR]\d+)\b/.exec(line)?.[1] ?? []);
}

test("each code that a comment cites stands in the page of its kind, once", () => {
  const codes = [...codesOf("docs/customer-insights.md"), ...codesOf("docs/power-automate.md")];
  expect(codes.length).toBe(new Set(codes).size);
  const cited = comments.flatMap(({ file, comment }) =>
    [...comment.matchAll(/\b[ATR][1-9]\d?\b/g)].map(([code]) => ({ file, code })),
  );
  expect(cited.length).toBeGreaterThan(20);
  expect(cited.filter(({ code }) => !codes.includes(code))).toEqual([]);
});

test("the connector's checks and their page have the same rules", () => {
  expect(codesOf("docs/power-automate.md").toSorted()).toEqual(ALL_RULES.map(({ id }) => id).toSorted());
});

/** A comment as one line, without what its lines begin with. */
function flatten(comment: string): string {
  return comment.replaceAll(/\n\s*(?:\*|\/\/)?\s*/g, " ");
}

test("a heading that a comment cites with its page stands there", () => {
  const cited = comments.flatMap(({ file, comment }) =>
    [...flatten(comment).matchAll(/\b(docs\/[\w./-]+\.md)`?,? "([^"]+)"/g)].map(([, page = "", heading = ""]) => ({
      file,
      page,
      heading,
    })),
  );
  const headingsOf = (page: string): readonly string[] =>
    [...readFileSync(page, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading);
  expect(cited.filter(({ page, heading }) => !headingsOf(page).includes(heading))).toEqual([]);
});

test("no file cites a document that is kept outside of the repository", () => {
  const outside = sources.filter(({ text }) => /\breference\/[\w-]+\.(?:md|json)|\(reference \d/.test(text));
  expect(outside.map(({ file }) => file)).toEqual([]);
});
