/**
 * One HTTP request as text, and what connection errors mean.
 */

import { type Readable } from "node:stream";
import { type Agent } from "undici";
import { type SourceFailure } from "../../model/sourceAnswer";
import { field, toText } from "../answer/values";

export interface TextRequest {
  readonly origin: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly method?: "GET" | "POST" | "PATCH";
  readonly body?: string;
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
}

export type Fetched =
  | { readonly ok: true; readonly status: number; readonly retryAfter?: string | undefined; readonly text: string }
  | { readonly ok: false; readonly failure: SourceFailure };

/** Bytes of an error's body to read: only its code and message are used. */
const MAX_ERROR_BYTES = 65_536;

/**
 * Makes one request, by default a GET, with one deadline for headers and body. Follows no redirect and never rejects.
 */
export async function fetchText(request: TextRequest, agent: Agent): Promise<Fetched> {
  const { origin, path, headers, method = "GET", body: sent = null, timeoutMs } = request;
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeoutMs);
  const fail = (failure: SourceFailure): Fetched => ({
    ok: false,
    failure: deadline.signal.aborted ? timedOut(timeoutMs) : failure,
  });
  try {
    const { signal } = deadline;
    const onInfo = limitInterimAnswers();
    const answer = await agent.request({ origin, path, method, headers, body: sent, signal, onInfo });
    const isSuccess = answer.statusCode >= 200 && answer.statusCode < 300;
    const body = await readBody(answer.body, isSuccess ? request.maxAnswerBytes : MAX_ERROR_BYTES).catch(() => "cut");
    // The status of an error counts even when its body cannot be read.
    if (isSuccess && typeof body === "string") return fail(unusableBody(body, answer.statusCode, request));
    const retryAfter = answer.headers["retry-after"];
    return {
      ok: true,
      status: answer.statusCode,
      retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter,
      text: typeof body === "string" ? "" : body.text,
    };
  } catch (error) {
    return fail(toConnectionFailure(error));
  } finally {
    clearTimeout(timer);
  }
}

/** Answers before the answer (1xx) that a server may send; each may have as many headers as an answer. */
const MAX_INTERIM_ANSWERS = 5;

const TOO_MANY_INTERIM = "TOO_MANY_INTERIM_ANSWERS";

/** Creates a listener for a request's interim answers, which ends the request when it throws. */
export function limitInterimAnswers(): () => void {
  let count = 0;
  return () => {
    count += 1;
    if (count > MAX_INTERIM_ANSWERS) throw Object.assign(new Error("too many"), { code: TOO_MANY_INTERIM });
  };
}

function timedOut(timeoutMs: number): SourceFailure {
  return { kind: "timed-out", message: `the source gave no whole answer within ${timeoutMs / 1000} seconds` };
}

const MAX_SMALL_CHUNKS = 1_024;

/**
 * Reads a whole body as text; `too-large` as soon as it is longer than `maxBytes`. Rejects when the body breaks off.
 */
export async function readBody(body: Readable, maxBytes: number): Promise<{ text: string } | "too-large"> {
  const blocks: Buffer[] = [];
  let small: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) return "too-large"; // leaving the loop closes the connection
    small.push(chunk);
    // Chunks of one byte each would need a hundred times the memory of what they hold.
    if (small.length < MAX_SMALL_CHUNKS) continue;
    blocks.push(Buffer.concat(small));
    small = [];
  }
  return { text: Buffer.concat([...blocks, ...small]).toString("utf8") };
}

function unusableBody(body: string, status: number, { maxAnswerBytes }: TextRequest): SourceFailure {
  const words = body === "cut" ? "broke off" : `is longer than the ${maxAnswerBytes} bytes we accept`;
  return { kind: "malformed", status, message: `the source's answer ${words}` };
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens at its address",
  ECONNRESET: "the connection was cut",
  UND_ERR_SOCKET: "the connection was cut",
  EPIPE: "the connection was cut",
  ENOTFOUND: "its host name is not known",
  EAI_AGAIN: "name resolution does not work",
  ENETUNREACH: "there is no way to its network",
  EHOSTUNREACH: "there is no way to its host",
  ETIMEDOUT: "its host does not answer",
  UND_ERR_DESTROYED: "its client is closed",
  UND_ERR_CONNECT_TIMEOUT: "its host does not answer",
};

/** The failure of a request that ended without an answer. A server that answers, but not in HTTP, is `malformed`. */
export function toConnectionFailure(error: unknown): SourceFailure {
  const code = toCode(error);
  if (code === TOO_MANY_INTERIM || /^(?:HTTPParserError|HPE_|UND_ERR_HEADERS_OVERFLOW)/.test(code)) {
    return { kind: "malformed", message: `the source's answer is not HTTP as it should be (${code})` };
  }
  const reason =
    REASONS[code] ??
    (/CERT|SIGNATURE|TLS|SSL|EPROTO/.test(code) ? "no secure connection with it is possible" : "the call failed");
  return { kind: "unreachable", message: `the source could not be reached: ${reason} (${code})` };
}

/**
 * The code of an error. Node collects the failures of several addresses in one error; undici's parser errors have only
 * a name.
 */
function toCode(error: unknown): string {
  const errors = field(error, "errors");
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  const codes = [error, field(error, "cause"), first].map((each) => toText(field(each, "code")));
  return codes.find((code) => code !== undefined) ?? toText(field(error, "name")) ?? "no code";
}
