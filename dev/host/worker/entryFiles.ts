/** The entry files of a function app: package.json names them by a path or a glob. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export interface EntryFiles {
  /** Absolute paths, sorted. */
  readonly files: readonly string[];
  /** True when the package's `.js` files are ECMAScript modules. */
  readonly isModule: boolean;
}

/** The files that package.json's `main`, a path or a glob, names. Throws when it names none. */
export function findEntryFiles(appDirectory: string): EntryFiles {
  const { main, type } = readPackage(appDirectory);
  const pattern = main.replace(/^\.\//, "");
  const matcher = globToRegExp(pattern);
  const files = listFiles(appDirectory, fixedPart(pattern)).filter((file) => matcher.test(file));
  if (files.length === 0)
    throw new Error(`No file in ${appDirectory} matches "${main}" (main in package.json). Run "npm run build" first.`);
  return { files: files.toSorted().map((file) => join(appDirectory, file)), isModule: type === "module" };
}

function readPackage(appDirectory: string): { main: string; type?: unknown } {
  const path = join(appDirectory, "package.json");
  let content: { main?: unknown; type?: unknown };
  try {
    content = JSON.parse(readFileSync(path, "utf8")) as typeof content;
  } catch (error) {
    throw new Error(`${path} cannot be read: ${String(error)}. --app must name the directory of a function app.`, {
      cause: error,
    });
  }
  if (typeof content.main !== "string") throw new Error(`${path} has no "main", which names the app's entry files.`);
  return { main: content.main, type: content.type };
}

/** `*`, `?`, `**` and `{a,b}` over slash-separated paths, the whole path; enough for a package's `main`. */
function globToRegExp(glob: string): RegExp {
  return new RegExp(`^${toSource(glob)}$`);
}

const TOKENS = /\*\*\/|\*\*|\*|\?|\{[^{}]*\}|[^*?{]+|[{]/g;

function toSource(glob: string): string {
  return (glob.match(TOKENS) ?? []).map(tokenToSource).join("");
}

function tokenToSource(token: string): string {
  if (token === "**/") return "(?:(?!\\.)[^/]+/)*";
  if (token === "**") return ".*";
  if (token === "*") return "(?!\\.)[^/]*";
  if (token === "?") return "[^/]";
  if (token.startsWith("{") && token.endsWith("}"))
    return `(?:${token.slice(1, -1).split(",").map(toSource).join("|")})`;
  return token.replace(/[.+^$()|[\]\\{}]/g, "\\$&");
}

function listFiles(root: string, directory: string): string[] {
  let entries;
  try {
    entries = readdirSync(join(root, directory), { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const path = directory === "" ? entry.name : `${directory}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return entry.name === "node_modules" ? [] : listFiles(root, path);
  });
}

/** The directories before the first wildcard, so that only they are searched. */
function fixedPart(pattern: string): string {
  const before = pattern.split("/").slice(0, -1);
  const wild = before.findIndex((part) => /[*?{[]/.test(part));
  return (wild < 0 ? before : before.slice(0, wild)).join("/");
}
