/**
 * The rules of the structure check: pure functions over what was read of the files. Each returns sentences, one for
 * each fault.
 */
import { dirname } from "node:path";
import { type SourceFile } from "./sourceFile";

const MAX_LINES = 250;
const MAX_FOLDER_FILES = 15;
const SMALL_LINES = 30;
const UNEXPLAINED_LINES = 40;

export interface Limits {
  /** Paths of the files that comments may name. */
  readonly knownPaths: readonly string[];
  readonly mayImport: Readonly<Record<string, readonly string[]>>;
  readonly largeFolders: readonly string[];
  readonly smallFiles: Readonly<Record<string, string>>;
  readonly sharedNames: Readonly<Record<string, string>>;
}

/** Every fault of the files, as sentences that name file and rule. */
export function findFaults(files: readonly SourceFile[], limits: Limits): string[] {
  return [
    ...longFiles(files),
    ...smallFiles(files, limits.smallFiles),
    ...crowdedFolders(files, limits.largeFolders),
    ...twoWayFolders(files),
    ...forbiddenImports(files, limits.mayImport),
    ...ambiguousNames(files, limits.sharedNames),
    ...subjectlessComments(files),
    ...wideComments(files),
    ...lostFiles(files, limits.knownPaths),
    ...unexplainedFiles(files),
    ...staleExceptions(files, limits),
  ];
}

function longFiles(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ lines }) => lines > MAX_LINES)
    .map(({ path, lines }) => `${path} has ${lines} lines; a file has at most ${MAX_LINES}`);
}

/** A file that is started as a program or registers a function is an entry and may be small. */
function smallFiles(files: readonly SourceFile[], excepted: Limits["smallFiles"]): string[] {
  const importers = countImporters(files);
  return files
    .filter(({ path, lines }) => lines < SMALL_LINES && !isEntry(path) && !(path in excepted))
    .filter(({ path }) => (importers.get(path) ?? 0) <= 1)
    .map(({ path, lines }) => `${path} has ${lines} lines and one importer; it belongs into that file`);
}

function isEntry(path: string): boolean {
  return path.startsWith("functions/") || path.endsWith("/main.ts");
}

function countImporters(files: readonly SourceFile[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { imports } of files) {
    for (const target of imports) counts.set(`${target}.ts`, (counts.get(`${target}.ts`) ?? 0) + 1);
  }
  return counts;
}

function crowdedFolders(files: readonly SourceFile[], large: readonly string[]): string[] {
  return [...countByFolder(files)]
    .filter(([folder, count]) => count > MAX_FOLDER_FILES && !large.includes(folder))
    .map(([folder, count]) => `${folder} has ${count} files; a folder has at most ${MAX_FOLDER_FILES}`);
}

/** How many files stand directly in each folder. */
export function countByFolder(files: readonly SourceFile[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { path } of files) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  return counts;
}

/** Folders are layers: of two, at most one imports the other. */
function twoWayFolders(files: readonly SourceFile[]): string[] {
  const known = new Set(files.map(({ path }) => path));
  const arrows = new Map<string, string>();
  for (const { path, imports } of files) {
    for (const target of imports.filter((each) => known.has(`${each}.ts`))) {
      if (dirname(target) !== dirname(path))
        arrows.set(`${dirname(path)} ${dirname(target)}`, `${path} → ${target}.ts`);
    }
  }
  return [...arrows].flatMap(([pair, example]) => {
    const [from = "", to = ""] = pair.split(" ");
    const back = arrows.get(`${to} ${from}`);
    return back !== undefined && from < to ? [`${from} and ${to} import each other: ${example}, ${back}`] : [];
  });
}

function forbiddenImports(files: readonly SourceFile[], mayImport: Limits["mayImport"]): string[] {
  return files.flatMap(({ path, imports }) => {
    const own = ownerOf(path, Object.keys(mayImport));
    if (own === undefined) return [`${path} stands in no folder that has a line in limits.ts`];
    const allowed = mayImport[own] ?? [];
    return imports
      .filter((target) => !isUnder(target, own) && !allowed.some((each) => fits(target, each)))
      .map((target) => `${path} imports ${target}, which ${own} may not`);
  });
}

function ownerOf(path: string, owners: readonly string[]): string | undefined {
  return owners.filter((owner) => isUnder(path, owner)).toSorted((a, b) => b.length - a.length)[0];
}

function isUnder(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

function fits(target: string, allowed: string): boolean {
  return allowed.endsWith("*") ? target.startsWith(allowed.slice(0, -1)) : isUnder(target, allowed);
}

/**
 * An exported name that stands in several files of one program means one thing, or its reason stands in the list. The
 * product is one program; each development program, which knows the product by its HTTP surface alone, is another.
 */
function ambiguousNames(files: readonly SourceFile[], excepted: Limits["sharedNames"]): string[] {
  const exporters = new Map<string, string[]>();
  for (const { path, exportedNames } of files) {
    for (const name of new Set(exportedNames)) {
      const key = `${programOf(path)} ${name}`;
      exporters.set(key, [...(exporters.get(key) ?? []), path]);
    }
  }
  return [...exporters]
    .map(([key, paths]) => ({ name: key.split(" ")[1] ?? "", paths }))
    .filter(({ name, paths }) => paths.length > 1 && !(name in excepted))
    .map(({ name, paths }) => `${name} is exported by ${paths.join(" and ")}; one name has one meaning`);
}

function programOf(path: string): string {
  const [folder = "", program = ""] = path.split("/");
  if (folder === "dev") return `dev/${program}`;
  return folder === "bench" ? "bench" : "product";
}

const SUBJECTLESS = /^(?:Of|Whose|Those|Who|With|Without|Where|As)\b/;

/** Comments that begin with a relative or a preposition; tests keep to this rule, too. */
export function subjectlessComments(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, comments }) =>
    comments
      .filter(({ text }) => SUBJECTLESS.test(text))
      .map(
        ({ line, text }) =>
          `${path}:${line} begins a comment with "${text.split(/\s/)[0] ?? ""}"; a sentence has a subject`,
      ),
  );
}

/** A reader of the product learns from a file's first line what it is. Shorter files say it in their names. */
function unexplainedFiles(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path, lines }) => isUnder(path, "shared") && lines >= UNEXPLAINED_LINES)
    .filter(({ comments }) => comments[0]?.line !== 1)
    .map(({ path }) => `${path} does not begin with a comment; its first one says what the file is`);
}

const MAX_COLUMNS = 120;

function wideComments(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, comments }) =>
    comments
      .filter(({ columns }) => columns > MAX_COLUMNS)
      .map(
        ({ line, columns }) => `${path}:${line} has a comment of ${columns} columns; a line has at most ${MAX_COLUMNS}`,
      ),
  );
}

/** A comment names a file by its name or by the end of its path; the file has to be there. */
function lostFiles(files: readonly SourceFile[], knownPaths: readonly string[]): string[] {
  return files.flatMap(({ path, comments }) =>
    comments.flatMap(({ line, text }) =>
      [...text.matchAll(/[\w./-]*\w\.ts\b/g)]
        .map(([name]) => name.replace(/^(?:\.{1,2}\/)+/, ""))
        .filter((name) => !knownPaths.some((known) => known === name || known.endsWith(`/${name}`)))
        .map((name) => `${path}:${line} names ${name}, which is not there`),
    ),
  );
}

function staleExceptions(files: readonly SourceFile[], { smallFiles: small, sharedNames }: Limits): string[] {
  const paths = new Set(files.map(({ path }) => path));
  const names = new Set(files.flatMap(({ exportedNames }) => exportedNames));
  return [
    ...Object.keys(small).filter((path) => !paths.has(path)),
    ...Object.keys(sharedNames).filter((name) => !names.has(name)),
  ].map((stale) => `${stale} is an exception in limits.ts and is not there`);
}
