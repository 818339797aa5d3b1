import { QueryError } from "../queryError";
import { type Token, tokenize } from "./tokenize";

/** Reads the tokens of a `$filter` one after the other; `take…` answers whether it was there, `expect…` throws. */
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
