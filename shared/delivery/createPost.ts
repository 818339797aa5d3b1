import { Agent, type Dispatcher, request } from "undici";
import { type Answer } from "../model/delivery";
import { checkCallbackUrl } from "../validation/checkCallbackUrl";
import { type CallbackRequest } from "./buildCallback";
import { AddressRefused } from "./dial/addressRefused";
import { createDialer } from "./dial/createDialer";
import { type Resolve } from "./dial/createLookup";
import { readErrorCode } from "./readErrorCode";
import { parseRetryAfter } from "./parseRetryAfter";

export interface PostSettings {
  readonly allowedHosts: readonly string[];
  readonly connectionsPerHost: number;
}

/** `deadlineMs` is for the whole answer, headers and body. */
export type Post = (callback: CallbackRequest, deadlineMs: number) => Promise<Answer>;

const MOST_ANSWER_BYTES = 16_384;
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
  return async (callback, deadlineMs) => {
    const startedAt = performance.now();
    const isAllowed = checkCallbackUrl(callback.url, allowedHosts) === undefined;
    const answer = isAllowed ? await post(callback, deadlineMs, agent, now) : { error: "address-refused" as const };
    return { ...answer, durationMs: Math.round(performance.now() - startedAt) };
  };
}

async function post(
  { url, headers, body }: CallbackRequest,
  deadlineMs: number,
  dispatcher: Dispatcher,
  now: () => Date,
): Promise<Omit<Answer, "durationMs">> {
  // What is left of a deadline may be a fraction, which the timer refuses.
  const signal = AbortSignal.timeout(Math.max(1, Math.ceil(deadlineMs)));
  try {
    const sent = request(url, {
      method: "POST",
      headers: { ...headers, "accept-encoding": "identity" },
      body,
      dispatcher,
      signal,
    });
    const response = await Promise.race([sent, whenAborted(signal)]);
    const retryAfterSeconds = parseRetryAfter(response.headers["retry-after"], now());
    const { statusCode: status } = response;
    const errorCode = readErrorCode(await readStart(response.body, isSuccess(status)), url);
    return {
      status,
      ...(errorCode === undefined ? {} : { errorCode }),
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    };
  } catch (error) {
    if (error instanceof AddressRefused) return { error: "address-refused" };
    return { error: signal.aborted ? "timed-out" : "unreachable" };
  }
}

/** Rejects then. The client minds its signal only when it is connected; a request that is given up before is not sent later. */
function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error("given up")), { once: true });
  });
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/**
 * Reads no more than it keeps: the rest of a longer body is never received. A receiver that has accepted need not end its
 * body: its word stands, and calling it again would be once too often.
 */
async function readStart(body: Dispatcher.ResponseData["body"], isAccepted: boolean): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= MOST_ANSWER_BYTES) break;
    }
  } catch (error) {
    if (!isAccepted) throw error;
  }
  return Buffer.concat(chunks).subarray(0, MOST_ANSWER_BYTES).toString("utf8");
}
