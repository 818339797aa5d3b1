import { QueryError } from "../queryError";

export interface Token {
  readonly kind: "text" | "number" | "time" | "word" | "sign";
  readonly text: string;
}

const PATTERNS: readonly (readonly [Token["kind"], RegExp])[] = [
  ["text", /'(?:[^']|'')*'/y],
  ["time", /\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?/y],
  ["number", /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ["word", /[A-Za-z_][\w.]*/y],
  ["sign", /[(),]/y],
];

/** The tokens of a `$filter`; a text token is without its quotes. */
export function tokenize(filter: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < filter.length) {
    if (/\s/.test(filter.charAt(at))) {
      at += 1;
      continue;
    }
    const token = tokenAt(filter, at);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens.map(({ kind, text }) => (kind === "text" ? { kind, text: unquote(text) } : { kind, text }));
}

function tokenAt(filter: string, at: number): Token {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const [text] = pattern.exec(filter) ?? [];
    if (text !== undefined) return { kind, text };
  }
  throw new QueryError(400, "$filter", `Syntax error at position ${at} in '${filter}'.`);
}

function unquote(text: string): string {
  return text.slice(1, -1).replaceAll("''", "'");
}
