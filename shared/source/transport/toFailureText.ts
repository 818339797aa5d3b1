import { shorten } from "../../model/shorten";
import { hideSecrets } from "./hideSecrets";

const MAX_LENGTH = 200;

/** Foreign words made fit for a log line: one line, without secrets and query strings, at most 200 characters. */
export function toFailureText(words: string, secrets: readonly (string | undefined)[]): string {
  const oneLine = hideSecrets(words, secrets).replaceAll(/[\s\p{Cc}]+/gu, " ");
  const parts = oneLine.split(/(?<end>[\s'"])/).map((part) => dropQuery(part));
  return shorten(parts.join("").trim(), MAX_LENGTH);
}

/** Without a regular expression, which would look for the end of an address from each of its beginnings. */
function dropQuery(part: string): string {
  const address = part.search(/https?:\/\//i);
  const query = address < 0 ? -1 : part.indexOf("?", address);
  return query < 0 ? part : part.slice(0, query);
}
