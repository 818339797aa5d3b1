// The documents stay easy to read: short lines, short cells, links that lead somewhere.
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { filesBelow } from "./filesBelow";

const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "CHANGELOG.md",
  "bench/README.md",
  "test/faults/README.md",
  ...filesBelow("docs", /\.md$/),
  ...filesBelow("dev", /README\.md$/),
];

const MAX_LINE_LENGTH = 120;

const MAX_CELL_WORDS = 25;

/** Lines outside of code blocks, with their numbers. */
function proseOf(page: string): readonly { readonly line: string; readonly number: number }[] {
  let isCode = false;
  return readFileSync(page, "utf8")
    .split("\n")
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => {
      const isFence = line.trimStart().startsWith("```");
      if (isFence) isCode = !isCode;
      return !isCode && !isFence;
    });
}

/** A line that is one long word, such as an address, cannot be broken. */
function isTooLong(line: string): boolean {
  return line.length > MAX_LINE_LENGTH && line.trim().includes(" ");
}

function cellsOf(line: string): readonly string[] {
  return line.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

function wordsOf(cell: string): number {
  return cell.split(/\s+/).filter((word) => word !== "").length;
}

test.each(PAGES)("%s has short lines and short cells", (page) => {
  const lines = proseOf(page);
  const long = lines.filter(({ line }) => !line.startsWith("|") && isTooLong(line));
  const full = lines.filter(
    ({ line }) => line.startsWith("|") && cellsOf(line).some((cell) => wordsOf(cell) > MAX_CELL_WORDS),
  );
  expect([...long, ...full]).toEqual([]);
});

/** A heading's anchor, as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(" ", "-");
}

function anchorsOf(page: string): readonly string[] {
  return proseOf(page).flatMap(({ line }) => {
    const heading = /^#+ (.+)$/.exec(line)?.[1];
    return heading === undefined ? [] : [anchorOf(heading)];
  });
}

function isBroken(link: string, page: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : join(dirname(page), path);
  if (!existsSync(target)) return true;
  return anchor !== undefined && target.endsWith(".md") && !anchorsOf(target).includes(anchor);
}

test.each(PAGES)("links of %s lead to files and headings that exist", (page) => {
  const text = proseOf(page)
    .map(({ line }) => line)
    .join("\n");
  const links = [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link = ""]) => link);
  expect(links.filter((link) => isBroken(link, page))).toEqual([]);
});

const CODE_PATH = /`((?:bench|connector|dev|functions|infra|operate|shared|test)\/[\w./-]+)`/g;

test.each(PAGES)("files that %s names exist", (page) => {
  const named = [...readFileSync(page, "utf8").matchAll(CODE_PATH)].map(([, path = ""]) => path);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});

const FOLDERS = ["bench", "connector", "dev", "functions", "operate", "shared", "test"];

const fileNames = new Set(FOLDERS.flatMap((folder) => filesBelow(folder, /\.ts$/)).map((path) => basename(path)));

test.each(PAGES)("files that %s names without their folder exist", (page) => {
  const named = [...readFileSync(page, "utf8").matchAll(/`(\w+\.ts)`/g)].map(([, name = ""]) => name);
  expect(named.filter((name) => !fileNames.has(name))).toEqual([]);
});
