/** The requests to `/flows/{name}`: each is kept in the inbox and answered as the flow behaves. */
import { type IncomingMessage, type ServerResponse } from "node:http";
import { type Answer, giveAnswer, planAnswer, refuse } from "./answers";
import { type Flows, behaviourOfQuery } from "./behaviour";
import { type Inbox } from "./inbox";

/** The limit is far above the size of a callback. The real one is 100 MB, which tests would feel. */
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
  const report = inbox.add({
    flow,
    method: request.method ?? "",
    path: request.url ?? "",
    headers: joinHeaders(request.headers),
    ...parse(rawBody),
    rawBody: rawBody ?? "",
    receivedAt: now.toISOString(),
    answer: { behaviour, outcome: "answering" },
  });
  await giveAnswer(response, answer, report);
}

/** The body as text; undefined when it is longer than `maxBytes`, the rest being read and dropped. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= maxBytes) chunks.push(chunk);
  }
  return length <= maxBytes ? Buffer.concat(chunks).toString("utf8") : undefined;
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

function joinHeaders(headers: IncomingMessage["headers"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]),
  );
}

function parse(rawBody: string | undefined): { body?: unknown } {
  try {
    return { body: JSON.parse(rawBody ?? "") as unknown };
  } catch {
    return {};
  }
}
