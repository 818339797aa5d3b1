/** What the structure check knows of one TypeScript file: sizes, imports, exports and comments, read by a parser. */
import { readFileSync, readdirSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, normalize } from "node:path";
import { parseSync } from "oxc-parser";

export interface SourceFile {
  /** Relative to the repository, with `/`. */
  readonly path: string;
  readonly lines: number;
  /** Lines that are neither blank nor only comment. */
  readonly codeLines: number;
  readonly importLines: number;
  /**
   * Paths of files of the repository, without `.ts`, and names of packages; `node` stands for every built-in module.
   */
  readonly imports: readonly string[];
  readonly exportedNames: readonly string[];
  readonly comments: readonly Comment[];
}

interface Comment {
  readonly line: number;
  /** The text without its delimiters; consecutive line comments are one comment. */
  readonly text: string;
  /** The width of its widest line, from the beginning of the line. */
  readonly columns: number;
}

/** Every TypeScript file under the given folders, in the order of their paths. */
export function readSourceFiles(root: string, folders: readonly string[]): SourceFile[] {
  return listPaths(root, folders).map((path) => parseSourceFile(path, readFileSync(join(root, path), "utf8")));
}

/** Paths of the TypeScript files under the given folders, as comments may name them. */
export function listPaths(root: string, folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
        join(folder, file).replaceAll("\\", "/"),
      ),
    )
    .filter((path) => path.endsWith(".ts"))
    .toSorted();
}

/** Throws when the text is no TypeScript. */
function parseSourceFile(path: string, text: string): SourceFile {
  const { module, comments, errors } = parseSync(path, text);
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`);
  const lineOf = (offset: number): number => text.slice(0, offset).split("\n").length;
  const { staticImports, staticExports } = module;
  const dynamic = [...text.matchAll(/(?:import|require)\("(?<name>[^"]+)"\)/g)].flatMap(
    ({ groups }) => groups?.["name"] ?? [],
  );
  const imported = [...staticImports.map(({ moduleRequest }) => moduleRequest.value), ...dynamic];
  const bare = blankOut(text, comments);
  return {
    path,
    lines: text.split("\n").length - 1,
    codeLines: bare.split("\n").filter((line) => line.trim() !== "").length,
    importLines: staticImports.reduce((sum, { start, end }) => sum + lineOf(end) - lineOf(start) + 1, 0),
    imports: [...new Set(imported.map((name) => toTarget(path, name)))],
    exportedNames: staticExports.flatMap(({ entries }) => entries.flatMap(({ exportName }) => exportName.name ?? [])),
    comments: joinLines(comments, text).map(({ start, end, value }) => ({
      line: lineOf(start),
      text: plainText(value),
      columns: widthOf(text, start, end),
    })),
  };
}

function toTarget(path: string, name: string): string {
  if (name.startsWith(".")) return normalize(join(dirname(path), name)).replaceAll("\\", "/");
  if (name.startsWith("node:") || builtinModules.includes(name)) return "node";
  return name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/");
}

interface Span {
  readonly type: "Line" | "Block";
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

function blankOut(text: string, comments: readonly Span[]): string {
  let bare = text;
  for (const { start, end } of comments) {
    bare = bare.slice(0, start) + text.slice(start, end).replaceAll(/[^\n]/g, " ") + bare.slice(end);
  }
  return bare;
}

/** Line comments that follow each other are read as one text. */
function joinLines(comments: readonly Span[], text: string): Span[] {
  const joined: Span[] = [];
  for (const comment of comments) {
    const last = joined.at(-1);
    const follows =
      last &&
      /^\s*$/.test(text.slice(last.end, comment.start)) &&
      !text.slice(last.end, comment.start).includes("\n\n");
    if (follows && last.type === "Line" && comment.type === "Line") {
      joined.splice(-1, 1, { ...last, value: `${last.value}\n${comment.value}`, end: comment.end });
    } else joined.push(comment);
  }
  return joined;
}

/** A comment behind code counts from where the code begins. */
function widthOf(text: string, start: number, end: number): number {
  const lineStart = text.lastIndexOf("\n", start) + 1;
  return Math.max(
    ...text
      .slice(lineStart, end)
      .split("\n")
      .map((line) => line.length),
  );
}

function plainText(value: string): string {
  return value.replaceAll(/^[\s*]+/gm, "").trim();
}
