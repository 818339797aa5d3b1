import { setTimeout as delay } from "node:timers/promises";
import { type ServerResponse } from "node:http";
import { type Fault, type FaultKind } from "../world/fault";
import { type Answer } from "./answer";
import { bodyOf, sendAnswer } from "./sendAnswer";

type Spoil = (response: ServerResponse, answer: Answer, fault: Fault) => void | Promise<void>;

/** Faults of the connection; the others are answers of their own. */
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
  reset: (response) => void response.socket?.resetAndDestroy(),
};

/** Sends an answer the way a fault has it arrive. */
export async function sendSpoiled(response: ServerResponse, answer: Answer, fault: Fault): Promise<void> {
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
