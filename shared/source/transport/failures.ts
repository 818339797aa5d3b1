/**
 * Failures of the source: what an error answer means, in words that are safe to log.
 */

import { defined } from "../../model/defined";
import { parseJson, shorten } from "../../model/text";
import { parseRetryAfter } from "../../model/retryAfter";
import { type SourceFailure } from "../../model/sourceAnswer";
import { field, isObject, toText } from "../answer/values";

/** An answer that is no success. `body` is empty when there was none or it could not be read. */
export interface ErrorAnswer {
  readonly status: number;
  readonly retryAfter?: string | undefined;
  readonly body: string;
}

const NOT_HERE = [405, 410, 501];

/**
 * The failure of a write. Writes are a preview of CI, so it is `not-offered` when there is no such operation. A 404
 * means that only if the gateway sent it (`{"statusCode":404}`); a 404 of the API concerns the entity or the row.
 */
export function toWriteFailure(
  answer: ErrorAnswer,
  now: Date,
  secrets: readonly (string | undefined)[],
): SourceFailure {
  const failure = toFailure(answer, now, secrets);
  const isGateways = answer.status === 404 && field(parseJson(answer.body), "statusCode") === 404;
  return isGateways || NOT_HERE.includes(answer.status) ? { ...failure, kind: "not-offered" } : failure;
}

const WORDS = {
  unauthorized: "the source refused our token or subscription key",
  forbidden: "the source does not let us read this",
  "not-found": "the source does not know what was asked for",
  throttled: "the source asks us to send fewer calls",
  unavailable: "the source is not able to answer at present",
  rejected: "the source refused the request",
} as const;

/**
 * A longer wait is cut to a day: the source means something else, and obeying it would end the polling of an instance.
 */
const MAX_RETRY_AFTER_SECONDS = 86_400;

/**
 * The failure that an error answer means (docs/customer-insights.md, "Errors"), in words, with the source's own code
 * and message if it gave any.
 */
export function toFailure(answer: ErrorAnswer, now: Date, secrets: readonly (string | undefined)[]): SourceFailure {
  const { status } = answer;
  const said = toFailureText(toSourceError(answer.body), secrets);
  const kind = toKind(status, said);
  const target = kind === "rejected" ? toErrorTarget(answer.body) : undefined;
  const asked = kind === "throttled" || kind === "unavailable" ? parseRetryAfter(answer.retryAfter, now) : undefined;
  const retryAfterSeconds = asked === undefined ? undefined : Math.min(asked, MAX_RETRY_AFTER_SECONDS);
  const words = status >= 300 && status < 400 ? "the source redirects us, which is not followed" : WORDS[kind];
  return {
    kind,
    status,
    ...defined({ retryAfterSeconds }),
    message: `${words} (${status})${said && `: ${said}`}`,
    ...(said !== "" && { said }),
    ...defined({ target }),
  };
}

const MAX_LENGTH = 200;

/** The characters of foreign words that are looked at. An error body may have 64 KiB. */
const MAX_LOOKED_AT = 4_096;

/**
 * Makes foreign words fit for a log line: one line of at most 200 characters that contains no secrets and no query
 * strings.
 */
export function toFailureText(words: string, secrets: readonly (string | undefined)[]): string {
  const hidden = hideSecrets(words.slice(0, MAX_LOOKED_AT), secrets, words.length > MAX_LOOKED_AT);
  const oneLine = hidden.replaceAll(/[\s\p{Cc}]+/gu, " ");
  const parts = oneLine.split(/(?<end>[\s'"])/).map((part) => dropQuery(part));
  return shorten(parts.join("").trim(), MAX_LENGTH);
}

/**
 * Replaces every secret in a text, also URL-encoded or in base64: the source or a proxy may repeat in an error what we
 * sent. The beginning of a secret at the end of a text that was cut is replaced, too.
 */
export function hideSecrets(text: string, secrets: readonly (string | undefined)[], isCut = false): string {
  return secrets
    .flatMap((secret) => (secret ? spellings(secret) : []))
    .reduce((hidden, spelling) => hideSecret(hidden, spelling, isCut), text);
}

function spellings(secret: string): readonly string[] {
  const base64 = Buffer.from(secret).toString("base64");
  return [secret, encodeURIComponent(secret), base64, Buffer.from(secret).toString("base64url")];
}

/**
 * Replaces one secret in one pass (Knuth, Morris, Pratt): it takes time in proportion to both texts, also when the text
 * repeats the beginning of the secret over and over.
 */
function hideSecret(text: string, secret: string, isCut: boolean): string {
  const advance = createMatcher(secret);
  let hidden = "";
  let from = 0;
  let matched = 0;
  for (let at = 0; at < text.length; at += 1) {
    matched = advance(matched, text[at]);
    if (matched < secret.length) continue;
    hidden += `${text.slice(from, at + 1 - matched)}***`;
    from = at + 1;
    matched = 0;
  }
  return hidden + (isCut && matched > 0 ? `${text.slice(from, -matched)}***` : text.slice(from));
}

/** Creates the step of a search: from how much of `secret` the text ends with, to how much with one more character. */
function createMatcher(secret: string): (matched: number, next: string | undefined) => number {
  // After a mismatch the search goes on with the longest beginning of the secret that ends what was matched.
  const shorter = [0];
  const advance = (matched: number, next: string | undefined): number => {
    let length = matched;
    while (length > 0 && secret[length] !== next) length = shorter[length - 1] ?? 0;
    return secret[length] === next ? length + 1 : length;
  };
  for (let at = 1; at < secret.length; at += 1) shorter.push(advance(shorter[at - 1] ?? 0, secret[at]));
  return advance;
}

/**
 * Cuts the query off an address. No regular expression does this: it would search for the end of an address from each
 * possible start.
 */
function dropQuery(part: string): string {
  const address = part.search(/https?:\/\//i);
  const query = address < 0 ? -1 : part.indexOf("?", address);
  return query < 0 ? part : part.slice(0, query);
}

/**
 * The text of an error body, `code: message`, in each shape that the API, its OData part and its gateway have (A19).
 * Empty for any other body: a proxy's page is not repeated.
 */
function toSourceError(body: string): string {
  const json = parseJson(body);
  const wrapped = field(json, "error");
  const error = isObject(wrapped) ? wrapped : json;
  const code = toText(field(error, "errorCode")) ?? toText(field(error, "code"));
  return [code, toText(field(error, "message"))].filter((part) => part !== undefined).join(": ");
}

function toKind(status: number, said: string): keyof typeof WORDS {
  switch (status) {
    case 401:
      return "unauthorized";
    case 403:
      // The gateway says with a 403 that the calls of a longer period are used up. That is about us, and must not be
      // taken for an instance that is gone (A18).
      return /\bquota\b/i.test(said) ? "throttled" : "forbidden";
    case 404:
      return "not-found";
    case 429:
      return "throttled";
    default:
      return status >= 500 ? "unavailable" : "rejected";
  }
}

const NAME = /^[\w$.-]{1,100}$/;

/**
 * The part of the request that an error body names, such as `$filter`, in either shape (A19); undefined when it names
 * none.
 */
export function toErrorTarget(body: string): string | undefined {
  const json = parseJson(body);
  const wrapped = field(json, "error");
  const target = toText(field(isObject(wrapped) ? wrapped : json, "target"));
  return target !== undefined && NAME.test(target) ? target : undefined;
}
