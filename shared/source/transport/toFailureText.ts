import { shorten } from "../../model/shorten";
import { hideSecrets } from "./hideSecrets";

const MAX_LENGTH = 200;

/** Foreign words made fit for a log line: one line, without secrets and query strings, at most 200 characters. */
export function toFailureText(words: string, secrets: readonly (string | undefined)[]): string {
  const oneLine = hideSecrets(words, secrets).replaceAll(/[\s\p{Cc}]+/gu, " ");
  return shorten(oneLine.replaceAll(/(https?:\/\/[^\s?'"]+)\?[^\s'"]*/gi, "$1").trim(), MAX_LENGTH);
}
