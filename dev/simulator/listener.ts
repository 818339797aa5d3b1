/**
 * The HTTP listener of the simulator: it decides who answers a request, and sends the answer, spoiled if a fault
 * says so.
 */
import { type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { type ApiRequest, answerApi } from "./api/api";
import { type ApiResult, type Answer } from "./api/call";
import { readContract } from "./api/contract";
import { answerFile } from "./api/partitionFiles";
import { answerControl } from "./control/control";
import { type Simulation } from "./control/controlCall";
import { settle } from "./workflow/progress";
import { type Fault, type FaultKind } from "./world/model";

const NOWHERE = {
  error: { target: "path", message: "The API is under /v1 and /api; GET /_control shows what there is." },
};

/** Answers every request of the port: the API under `/v1` and `/api`, and the control interface. */
export function createListener(simulation: Simulation): (request: IncomingMessage, response: ServerResponse) => void {
  const operations = readContract();
  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (request.destroyed || response.headersSent) return response.destroy();
      // A defect of the simulator, which must not be taken for an answer of the service.
      console.error(error);
      return sendAnswer(response, { status: 599, json: { error: { target: "simulator", message: String(error) } } });
    });
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", headers } = request;
    const url = new URL(request.url ?? "/", `http://${headers.host ?? "localhost"}`);
    const body = await readBody(request);
    if (body === undefined) return sendAnswer(response, { status: 413 });
    settle(simulation.world);
    const area = url.pathname.split("/")[1];
    if (area === "_control") return sendAnswer(response, answerControl(simulation, { method, url, body }));
    const result = answerArea({ method, url, headers, body });
    if (!result) return sendAnswer(response, { status: 404, json: NOWHERE });
    return result.fault ? sendSpoiled(response, result.answer, result.fault) : sendAnswer(response, result.answer);
  }

  function answerArea(request: Omit<ApiRequest, "prefix">): ApiResult | undefined {
    const { world } = simulation;
    const area = request.url.pathname.split("/")[1];
    if (area === "_files") return answerFile(world, request.url, request.headers);
    return area === "v1" || area === "api" ? answerApi(world, operations, { ...request, prefix: area }) : undefined;
  }
}

function sendAnswer(response: ServerResponse, answer: Answer): void {
  const { status, headers } = answer;
  const body = bodyOf(answer);
  response.writeHead(status, {
    ...(answer.json === undefined ? {} : { "content-type": "application/json; charset=utf-8" }),
    ...headers,
    ...(status === 204 ? {} : { "content-length": Buffer.byteLength(body) }),
  });
  response.end(body);
}

function bodyOf({ json, text, bytes }: Answer): string | Buffer {
  return text ?? bytes ?? (json === undefined ? "" : JSON.stringify(json));
}

const MAX_BYTES = 1_000_000;

/** The text of a request's body, undefined when it is larger than a megabyte. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BYTES) chunks.push(chunk);
  }
  return size <= MAX_BYTES ? Buffer.concat(chunks).toString("utf8") : undefined;
}

type Spoil = (response: ServerResponse, answer: Answer, fault: Fault) => void | Promise<void>;

/** The faults of the connection. The other faults are error answers. */
const SPOILS: Partial<Record<FaultKind, Spoil>> = {
  slow: async (response, answer, { delayMs }) => {
    await delay(delayMs, undefined, { ref: false });
    sendAnswer(response, answer);
  },
  // Left open: the caller's deadline or the simulator's stop ends it.
  hang: () => undefined,
  malformed: (response, answer) =>
    sendAnswer(response, { ...answer, text: `${String(bodyOf(answer)).slice(0, -1)},,}` }),
  empty: (response, answer) => sendAnswer(response, { ...answer, text: "" }),
  truncated: sendHalf,
  // JSON, but not what was asked for.
  nonsense: (response, answer) => sendAnswer(response, { ...answer, text: '{"status":"ok"}' }),
  null: (response, answer) => sendAnswer(response, { ...answer, text: "null" }),
  "no-content": (response) => sendAnswer(response, { status: 204 }),
  reset: (response) => void response.socket?.resetAndDestroy(),
};

/** Sends an answer as the fault spoils it. */
async function sendSpoiled(response: ServerResponse, answer: Answer, fault: Fault): Promise<void> {
  await (SPOILS[fault.kind] ?? sendAnswer)(response, answer, fault);
}

function sendHalf(response: ServerResponse, answer: Answer): void {
  const whole = bodyOf(answer);
  const body = typeof whole === "string" ? Buffer.from(whole) : whole;
  response.writeHead(answer.status, {
    "content-type": "application/json; charset=utf-8",
    ...answer.headers,
    "content-length": body.length,
  });
  response.write(body.subarray(0, body.length >> 1), () => response.socket?.destroy());
}
