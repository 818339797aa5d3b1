import { defined } from "../../model/defined";
import { parseRetryAfter } from "../../model/retryAfter";
import { shorten } from "../../model/shorten";
import { type SourceFailure } from "../../model/sourceAnswer";
import { field, isObject, parseAnswerJson, toText } from "../answer/values";

/** An answer that is no success. `body` is empty when there was none or it could not be read. */
export interface ErrorAnswer {
  readonly status: number;
  readonly retryAfter?: string | undefined;
  readonly body: string;
}

const NOT_HERE = [405, 410, 501];

/**
 * As `toFailure`, but for writes, which are a preview (reference 2.3): `not-offered` when there is no such operation. Of a 404, only
 * the gateway's own (`{"statusCode":404}`, reference 2.5) says that; the API's is about the entity or the row.
 */
export function toWriteFailure(
  answer: ErrorAnswer,
  now: Date,
  secrets: readonly (string | undefined)[],
): SourceFailure {
  const failure = toFailure(answer, now, secrets);
  const isGateways = answer.status === 404 && field(parseAnswerJson(answer.body), "statusCode") === 404;
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

/** A longer wait than a day is taken for an error of the source: at its word, it would end the watching of an instance. */
const MAX_RETRY_AFTER_SECONDS = 86_400;

/** What an error answer means (reference 2.3, 2.5), in words, with the source's own code and message when it gave any. */
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

/** Foreign words made fit for a log line: one line, without secrets and query strings, at most 200 characters. */
export function toFailureText(words: string, secrets: readonly (string | undefined)[]): string {
  const oneLine = hideSecrets(words, secrets).replaceAll(/[\s\p{Cc}]+/gu, " ");
  const parts = oneLine.split(/(?<end>[\s'"])/).map((part) => dropQuery(part));
  return shorten(parts.join("").trim(), MAX_LENGTH);
}

/** Replaces every secret in a text, also URL-encoded or in base64; a source or a proxy may repeat in an error what we sent. */
export function hideSecrets(text: string, secrets: readonly (string | undefined)[]): string {
  return secrets
    .flatMap((secret) => (secret ? spellings(secret) : []))
    .reduce((hidden, spelling) => hidden.replaceAll(spelling, "***"), text);
}

function spellings(secret: string): readonly string[] {
  const base64 = Buffer.from(secret).toString("base64");
  return [secret, encodeURIComponent(secret), base64, Buffer.from(secret).toString("base64url")];
}

/** Without a regular expression, which would look for the end of an address from each of its beginnings. */
function dropQuery(part: string): string {
  const address = part.search(/https?:\/\//i);
  const query = address < 0 ? -1 : part.indexOf("?", address);
  return query < 0 ? part : part.slice(0, query);
}

/**
 * What an error body says, `code: message`: flat or wrapped in `error`, of the API, its OData part or its gateway
 * (reference 2.5, A19). Empty when the body is none of these; a page of a proxy is not repeated.
 */
function toSourceError(body: string): string {
  const json = parseAnswerJson(body);
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
      // The gateway's way to say that the calls of a longer period are used up (reference 2.5): it is about us, and
      // must not be taken for an instance that is gone (A18).
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

/** What of the request an error body is about, such as `$filter`, in either form (A19); undefined when it names nothing. */
export function toErrorTarget(body: string): string | undefined {
  const json = parseAnswerJson(body);
  const wrapped = field(json, "error");
  const target = toText(field(isObject(wrapped) ? wrapped : json, "target"));
  return target !== undefined && NAME.test(target) ? target : undefined;
}
