import { type IncomingMessage, type ServerResponse } from "node:http";
import { type Flows } from "./createFlows";
import { type Inbox } from "./createInbox";
import { giveAnswer } from "./giveAnswer";
import { behaviourOfQuery } from "./parseBehaviour";
import { type Answer, planAnswer, refuse } from "./planAnswer";
import { readBody } from "./readBody";

// Far above what a callback may be, far below what would hurt: the real limit is 100 MB.
const MAX_BODY_BYTES = 1_048_576;

export interface FlowState {
  readonly flows: Flows;
  readonly inbox: Inbox;
}

/** Receives one request to `/flows/{name}`: keeps it, whatever it is, and answers as the flow is set to. */
export async function handleCallback(
  request: IncomingMessage,
  response: ServerResponse,
  { flow, query }: { readonly flow: string; readonly query: URLSearchParams },
  { flows, inbox }: FlowState,
): Promise<void> {
  const rawBody = await readBody(request, MAX_BODY_BYTES);
  const now = new Date();
  const { behaviour, answer } = refusal(request, rawBody) ?? decide(flow, query, { flows, now });
  const tell = inbox.add({
    flow,
    method: request.method ?? "",
    path: request.url ?? "",
    headers: joinHeaders(request.headers),
    ...parse(rawBody),
    rawBody: rawBody ?? "",
    receivedAt: now.toISOString(),
    answer: { behaviour, outcome: "answering" },
  });
  await giveAnswer(response, answer, tell);
}

interface Decision {
  readonly behaviour: string;
  readonly answer: Answer;
}

function refusal({ method }: IncomingMessage, rawBody: string | undefined): Decision | undefined {
  if (method !== "POST") {
    const message = `A flow's callback takes POST, not ${method ?? "nothing"}.`;
    return { behaviour: "refused", answer: refuse(405, "MethodNotAllowed", message, { allow: "POST" }) };
  }
  if (rawBody !== undefined) return undefined;
  const message = `The body is longer than ${MAX_BODY_BYTES} bytes.`;
  return { behaviour: "refused", answer: refuse(413, "RequestEntityTooLarge", message) };
}

function decide(flow: string, query: URLSearchParams, { flows, now }: { flows: Flows; now: Date }): Decision {
  try {
    const behaviour = flows.next(flow, behaviourOfQuery(query));
    return { behaviour: behaviour.behaviour, answer: planAnswer(behaviour, now) };
  } catch (error) {
    return {
      behaviour: "refused",
      answer: refuse(400, "InvalidBehaviour", `In the query ${(error as Error).message}`),
    };
  }
}

function parse(rawBody: string | undefined): { body?: unknown } {
  try {
    return { body: JSON.parse(rawBody ?? "") as unknown };
  } catch {
    return {};
  }
}

function joinHeaders(headers: IncomingMessage["headers"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]),
  );
}
