/** The HTTP answers of each behaviour: which answer a callback gets, and how it is sent. */
import { type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type BehaviourName, type FlowBehaviour } from "./behaviour";
import { type GivenAnswer } from "./inbox";

/** The answer that one callback gets. */
export type Answer =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: Headers;
      readonly body: string;
      readonly delayMs: number;
    }
  | { readonly kind: "drip"; readonly status: number; readonly bytes: number; readonly delayMs: number }
  | { readonly kind: "hang" }
  | { readonly kind: "reset" };

type Headers = Readonly<Record<string, string>>;

const ANSWERS: Readonly<Record<BehaviourName, (behaviour: FlowBehaviour, now: Date) => Answer>> = {
  accepts: () => plainAnswer(202),
  off: () => refuse(400, "WorkflowTriggerIsNotEnabled", "Could not execute workflow trigger: it is not enabled."),
  deleted: () => refuse(404, "WorkflowNotFound", "The workflow could not be found."),
  stale: () => refuse(404, "WorkflowTriggerVersionNotFound", "The workflow trigger version could not be found."),
  "schema-mismatch": () => refuse(400, "TriggerInputSchemaMismatch", "The body does not match the trigger's schema."),
  gone: () => refuse(410, "Gone", "There is no flow here any more."),
  unauthorized: () => refuse(401, "DirectApiAuthorizationRequired", "The request must be signed."),
  forbidden: () => refuse(403, "AuthorizationFailed", "The caller's address is not allowed."),
  throttled: (behaviour, now) =>
    refuse(429, "WorkflowTriggerThrottled", "Too many requests.", retryAfter(behaviour, now)),
  error: (behaviour, now) =>
    refuse(behaviour.status ?? 500, "ServerError", "Something went wrong.", retryAfter(behaviour, now)),
  slow: ({ delayMs = 3_000 }) => ({ ...plainAnswer(202), delayMs }),
  hanging: () => ({ kind: "hang" }),
  "slow-drip": ({ bytes = 100, delayMs = 1_000 }) => ({ kind: "drip", status: 200, bytes, delayMs }),
  redirecting: ({ status = 302, to = "" }) => plainAnswer(status, { location: `/flows/${encodeURIComponent(to)}` }),
  reset: () => ({ kind: "reset" }),
};

/** Power Automate's answers as far as they are known: most are what one sender of such callbacks has seen. */
export function planAnswer(behaviour: FlowBehaviour, now: Date): Answer {
  return ANSWERS[behaviour.behaviour](behaviour, now);
}

function plainAnswer(status: number, headers: Headers = {}): Answer & { kind: "answer" } {
  return { kind: "answer", status, headers, body: "", delayMs: 0 };
}

/** An error of the Logic Apps kind. */
export function refuse(
  status: number,
  code: string,
  message: string,
  headers: Headers = {},
): Answer & { kind: "answer" } {
  const body = JSON.stringify({ error: { code, message } });
  return { ...plainAnswer(status, { "content-type": "application/json; charset=utf-8", ...headers }), body };
}

function retryAfter({ retryAfterSeconds, retryAfterAsDate }: FlowBehaviour, now: Date): Headers {
  if (retryAfterSeconds === undefined) return {};
  const date = new Date(now.getTime() + retryAfterSeconds * 1_000).toUTCString();
  return { "retry-after": retryAfterAsDate ? date : `${retryAfterSeconds}` };
}

/** Sends an answer and reports what came of it. Resolves when the connection is done with it. */
export async function giveAnswer(
  response: ServerResponse,
  answer: Answer,
  report: (answer: Partial<GivenAnswer>) => void,
): Promise<void> {
  const closed = new AbortController();
  const over = new Promise<void>((resolve) => {
    response.once("close", () => {
      report({ outcome: response.writableFinished ? "answered" : answer.kind === "reset" ? "reset" : "caller-left" });
      closed.abort();
      resolve();
    });
  });
  await begin(response, answer, report, closed.signal).catch((error: unknown) => {
    if (!closed.signal.aborted) throw error;
  });
  return over;
}

async function begin(
  response: ServerResponse,
  answer: Answer,
  report: (answer: Partial<GivenAnswer>) => void,
  closed: AbortSignal,
): Promise<void> {
  switch (answer.kind) {
    case "hang":
      return;
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "answer":
      await sleep(answer.delayMs, undefined, { signal: closed });
      report({ status: answer.status });
      response.writeHead(answer.status, { ...answer.headers, "content-length": Buffer.byteLength(answer.body) });
      response.end(answer.body);
      return;
    case "drip":
      report({ status: answer.status });
      response.writeHead(answer.status, { "content-type": "text/plain", "content-length": answer.bytes });
      for (let sent = 0; sent < answer.bytes; sent++) {
        response.write(".");
        await sleep(answer.delayMs, undefined, { signal: closed });
      }
      response.end();
  }
}
