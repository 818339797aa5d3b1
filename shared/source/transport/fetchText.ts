import { type Agent } from "undici";
import { type SourceFailure } from "../../model/sourceAnswer";
import { readBody } from "./readBody";
import { toConnectionFailure } from "./toConnectionFailure";

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

// More of an error than its code and message is never used.
const MAX_ERROR_BYTES = 65_536;

/** One request, a GET unless it says otherwise, under one deadline for headers and body; never follows a redirect and never rejects. */
export async function fetchText(request: TextRequest, agent: Agent): Promise<Fetched> {
  const { origin, path, headers, method = "GET", body: sent = null, timeoutMs } = request;
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeoutMs);
  const fail = (failure: SourceFailure): Fetched => ({
    ok: false,
    failure: deadline.signal.aborted ? timedOut(timeoutMs) : failure,
  });
  try {
    const answer = await agent.request({ origin, path, method, headers, body: sent, signal: deadline.signal });
    const isSuccess = answer.statusCode >= 200 && answer.statusCode < 300;
    const body = await readBody(answer.body, isSuccess ? request.maxAnswerBytes : MAX_ERROR_BYTES).catch(() => "cut");
    // What an error says is a courtesy: its status counts even when its body cannot be had.
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

function timedOut(timeoutMs: number): SourceFailure {
  return { kind: "timed-out", message: `the source gave no whole answer within ${timeoutMs / 1000} seconds` };
}

function unusableBody(body: string, status: number, { maxAnswerBytes }: TextRequest): SourceFailure {
  const words = body === "cut" ? "broke off" : `is longer than the ${maxAnswerBytes} bytes we accept`;
  return { kind: "malformed", status, message: `the source's answer ${words}` };
}
