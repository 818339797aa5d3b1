import { Agent } from "undici";
import { type Answer } from "../model/delivery";
import { checkCallbackUrl } from "../validation/checkCallbackUrl";
import { type CallbackRequest } from "./buildCallback";
import { createDialer } from "./dial/createDialer";
import { type Resolve } from "./dial/createLookup";
import { type Exchanged, exchange, isSuccess } from "./exchange";
import { parseRetryAfter } from "./parseRetryAfter";
import { readErrorCode } from "./readErrorCode";

export interface PostSettings {
  readonly allowedHosts: readonly string[];
  readonly connectionsPerHost: number;
}

/** `deadlineMs` is for the whole answer, headers and body. */
export type Post = (callback: CallbackRequest, deadlineMs: number) => Promise<Answer>;

const MOST_HEADER_BYTES = 16_384;
/** How long an idle connection is kept, whatever the receiver proposes; a new one asks for the host's addresses anew. */
const KEEP_ALIVE_MS = 10_000;

/**
 * The POST to a receiver. Whatever the receiver does is an answer, never an exception. Redirects are not followed, nothing is
 * decompressed, at most 16 KiB of the answer's headers and of its body are read. The URL is checked again at every attempt, and
 * each connection's address before it is dialled (docs/decisions/0014). `resolve` absent: the system's resolver.
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
    maxHeaderSize: MOST_HEADER_BYTES,
    connect: createDialer(allowedHosts, resolve),
  });
  const send = async (
    { url, headers, body }: CallbackRequest,
    deadlineMs: number,
  ): Promise<Omit<Answer, "durationMs">> => {
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

function toAnswer({ status, retryAfter, body }: Exchanged, url: string, now: Date): Omit<Answer, "durationMs"> {
  const errorCode = isSuccess(status) ? undefined : readErrorCode(body, url);
  const retryAfterSeconds = parseRetryAfter(retryAfter, now);
  return {
    status,
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}
