/**
 * The POST to a receiver, and what of its answer is kept. Callers wait for their host in `bulkhead.ts` first;
 * `exchange.ts` is the exchange on the wire, `dial.ts` decides which addresses may be dialled.
 */
import { defined } from "../../model/defined";
import { Agent } from "undici";
import { type ReceiverAnswer } from "../../model/delivery";
import { parseRetryAfter } from "../../model/retryAfter";
import { checkCallbackUrl } from "../../validation/checkCallbackUrl";
import { type CallbackRequest } from "../buildCallback";
import { type Resolve, createDialer } from "./dial";
import { type Exchanged, exchange, isSuccessStatus } from "./exchange";

export interface PostSettings {
  readonly allowedHosts: readonly string[];
  readonly connectionsPerHost: number;
}

/** Sends a callback. `deadlineMs` is for the whole answer, headers and body. */
export type Post = (callback: CallbackRequest, deadlineMs: number) => Promise<ReceiverAnswer>;

const MAX_HEADER_BYTES = 16_384;

/**
 * How long an idle connection is kept, whatever the receiver proposes. A new one resolves the host's addresses again.
 */
const KEEP_ALIVE_MS = 10_000;

/**
 * Creates the POST. Whatever the receiver does is an answer, never an exception. Redirects are not followed, nothing is
 * decompressed, at most 16 KiB of the answer's headers and of its body are read. The URL is checked again at every
 * attempt, and each connection's address before it is dialled (docs/decisions/0014). The default of `resolve` is the
 * system's resolver.
 */
export function createPost(
  { allowedHosts, connectionsPerHost }: PostSettings,
  now: () => Date,
  resolve?: Resolve,
): Post {
  const agent = new Agent({
    connections: connectionsPerHost,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
    connect: createDialer(allowedHosts, resolve),
  });
  const send = async (
    { url, headers, body }: CallbackRequest,
    deadlineMs: number,
  ): Promise<Omit<ReceiverAnswer, "durationMs">> => {
    if (checkCallbackUrl(url, allowedHosts) !== undefined) return { error: "address-refused" };
    const request = { url, headers: { ...headers, "accept-encoding": "identity" }, body };
    const exchanged = await exchange(agent, request, deadlineMs);
    return "error" in exchanged ? exchanged : toAnswer(exchanged, url, now());
  };
  return async (callback, deadlineMs) => {
    const startedAt = performance.now();
    const answer = await send(callback, deadlineMs);
    return { ...answer, durationMs: Math.round(performance.now() - startedAt) };
  };
}

function toAnswer({ status, retryAfter, body }: Exchanged, url: string, now: Date): Omit<ReceiverAnswer, "durationMs"> {
  const errorCode = isSuccessStatus(status) ? undefined : readErrorCode(body, url);
  const retryAfterSeconds = parseRetryAfter(retryAfter, now);
  return {
    status,
    ...defined({ errorCode, retryAfterSeconds }),
  };
}

const MAX_CODE_LENGTH = 100;

/** The characters of a code that are looked at, so that a secret that begins in what is kept is seen far enough. */
const MAX_LOOKED_AT = 2 * MAX_CODE_LENGTH;

/**
 * Reads `error.code` of a receiver's JSON answer; undefined when there is none. Nothing else of the answer is kept. A
 * code that repeats part of the called address is not kept either: the address carries a signature, and codes are
 * stored and logged.
 */
export function readErrorCode(body: string, url: string): string | undefined {
  const code = codeOf(body)?.slice(0, MAX_LOOKED_AT);
  return code === undefined || code === "" || repeats(code, url) ? undefined : code.slice(0, MAX_CODE_LENGTH);
}

function codeOf(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    const error = property(parsed, "error");
    const code = property(error, "code");
    return typeof code === "string" ? code : undefined;
  } catch {
    return undefined;
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** A part of an address that is shorter than this is a word, not a secret. */
const MIN_SECRET_LENGTH = 8;

/** Takes time in proportion to the URL, because `code` is short. */
function repeats(code: string, url: string): boolean {
  const decoded = new URLSearchParams(url.split("?").slice(1).join("?")).values();
  const parts = [...url.split(/[/?&=#:]/), ...decoded].filter((part) => part.length >= MIN_SECRET_LENGTH);
  return parts.some(
    (part) =>
      code.includes(part) || (code.length >= MIN_SECRET_LENGTH && part.includes(code)) || endsWithStart(code, part),
  );
}

/** True when a code breaks off within a part: the rest may have been cut. */
function endsWithStart(code: string, part: string): boolean {
  if (code.length < MAX_LOOKED_AT) return false;
  const most = Math.min(code.length, part.length);
  for (let length = MIN_SECRET_LENGTH; length <= most; length += 1) {
    if (code.endsWith(part.slice(0, length))) return true;
  }
  return false;
}
