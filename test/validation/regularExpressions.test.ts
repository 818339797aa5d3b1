import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "@swc/core";
import { ALL_ROUTES } from "../../shared/http/routes/allRoutes";
import { processorTime } from "../run/processorTime";

const ROOT = join(__dirname, "../..");
/** About as much as is ever looked at: of a request body, of an error of the source. */
const LENGTH = 20_000;
/** Linear ones take a millisecond; quadratic ones a second and more. */
const MOST_MS = 100;

interface Found {
  readonly file: string;
  readonly pattern: string;
  readonly flags: string;
}

/** Every regular expression in a source file, and every `pattern` of a JSON schema, which ajv compiles with the u flag. */
function expressionsIn(file: string): readonly Found[] {
  const found: Found[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    const { type, pattern, flags, key, value } = node as Record<string, { value?: unknown } & string>;
    if (type === "RegExpLiteral") found.push({ file, pattern: String(pattern), flags: String(flags) });
    if (type === "KeyValueProperty" && key?.value === "pattern" && typeof value?.value === "string")
      found.push({ file, pattern: value.value, flags: "u" });
    for (const each of Object.values(node)) visit(each);
  };
  visit(parseSync(readFileSync(join(ROOT, file), "utf8"), { syntax: "typescript" }));
  return found;
}

const FILES = ["shared", "functions"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name)),
);
/** Expressions that read only what the storage SDK has written of rows of ours: the parts of a transaction's body. */
const TRUSTED: readonly string[] = [String.raw`\r\n\r\n\s*\{.*\}$`];
/** The patterns of parameters, which are written as raw strings; they are compiled with the u flag too. */
const PATTERNS = ALL_ROUTES.flatMap(({ operation, parameters }) =>
  parameters.flatMap(({ name, schema: { pattern } }) =>
    pattern === undefined ? [] : [{ file: `${operation} ${name}`, pattern, flags: "u" }],
  ),
);
const EXPRESSIONS = [...FILES.flatMap(expressionsIn), ...PATTERNS].filter(({ pattern }) => !TRUSTED.includes(pattern));

const UNITS: readonly string[] = [
  "a",
  "A",
  "0",
  "é",
  "-",
  ".",
  "/",
  " ",
  "\t",
  ":",
  "=",
  "%",
  "a.",
  "a-",
  "a ",
  "0:",
  "\r\n",
];

/** What makes a bad expression slow: very many of what it repeats, then something that does not fit. */
function hostileTexts(pattern: string): readonly string[] {
  const plain = pattern.replaceAll("\\/", "/").replaceAll(/\\[pPuk]\{[^}]*\}|\\\w|\[[^\]]*\]|[()^$?*+{}|\\]/g, "\n");
  const literals = plain.split("\n").filter(Boolean);
  const units = new Set([...UNITS, literals.join(""), ...literals]);
  return [...units].filter(Boolean).flatMap((unit) => {
    const many = unit.repeat(Math.ceil(LENGTH / unit.length));
    return [many, `${many}\0`, ...literals.map((start) => `${start}${many}\0`)];
  });
}

function slowest({ pattern, flags }: Found): number {
  const expression = new RegExp(pattern, flags);
  let most = 0;
  for (const text of hostileTexts(pattern)) {
    most = Math.max(
      most,
      processorTime(() => void text.replace(expression, "")),
    );
    if (most > MOST_MS) break;
  }
  return most;
}

test("the search for regular expressions finds them", () => {
  expect(EXPRESSIONS.length).toBeGreaterThan(40);
  expect(EXPRESSIONS.some(({ file }) => file.endsWith("parseTask.ts"))).toBe(true);
  expect(PATTERNS.length).toBeGreaterThan(10);
});

test.each(EXPRESSIONS)("$file: /$pattern/ is not slow on any long text", (found) => {
  // Once more before it is believed: the collector of garbage may have had its turn.
  expect(Math.min(slowest(found), slowest(found))).toBeLessThan(MOST_MS);
});

test("each expression that is trusted is there", () => {
  const all = FILES.flatMap(expressionsIn).map(({ pattern }) => pattern);
  expect(TRUSTED.filter((pattern) => !all.includes(pattern))).toEqual([]);
});

test.each(["a+$", "\\/+$", "(\\s+a)+\\d", "\\s+$"])("a slow one, /%s/, would be noticed", (pattern) => {
  expect(slowest({ file: "", pattern, flags: "" })).toBeGreaterThan(MOST_MS);
});
