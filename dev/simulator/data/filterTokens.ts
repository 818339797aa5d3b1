/** The tokens of a `$filter`, and a reader that takes them one after another. */
import { QueryError } from "./table";

export interface Token {
  readonly kind: "text" | "number" | "time" | "word" | "sign";
  readonly text: string;
}

/**
 * Reads the tokens of a `$filter` one after the other; `take…` returns whether the token was there, `expect…` throws
 * when it was not.
 */
export interface TokenReader {
  readonly peek: () => Token | undefined;
  readonly next: () => Token;
  readonly takeWord: (word: string) => boolean;
  readonly takeSign: (sign: string) => boolean;
  readonly expectSign: (sign: string) => void;
  readonly expectWord: () => string;
  readonly expectText: () => string;
}

export function createTokenReader(filter: string): TokenReader {
  const tokens = tokenize(filter);
  let at = 0;
  const fail = (wanted: string): never => {
    throw new QueryError(
      400,
      "$filter",
      `${wanted} was expected at '${tokens[at]?.text ?? "the end"}' in '${filter}'.`,
    );
  };
  const take = (kind: Token["kind"], text: string): boolean => {
    const token = tokens[at];
    const isIt = token?.kind === kind && token.text.toLowerCase() === text;
    if (isIt) at += 1;
    return isIt;
  };
  const expect = (kind: Token["kind"], wanted: string): string => {
    const token = tokens[at];
    if (token?.kind !== kind) return fail(wanted);
    at += 1;
    return token.text;
  };
  return {
    peek: () => tokens[at],
    next: () => tokens[at++] ?? fail("A value"),
    takeWord: (word) => take("word", word),
    takeSign: (sign) => take("sign", sign),
    expectSign: (sign) => void (take("sign", sign) || fail(`'${sign}'`)),
    expectWord: () => expect("word", "A name"),
    expectText: () => expect("text", "A quoted text"),
  };
}

/** The tokens of a `$filter`; a text token is without its quotes. */
function tokenize(filter: string): Token[] {
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

const PATTERNS: readonly (readonly [Token["kind"], RegExp])[] = [
  ["text", /'(?:[^']|'')*'/y],
  ["time", /\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?/y],
  ["number", /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ["word", /[A-Za-z_][\w.]*/y],
  ["sign", /[(),]/y],
];

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
