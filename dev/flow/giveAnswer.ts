import { type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Answer } from "./planAnswer";
import { type GivenAnswer } from "./receivedCallback";

/** Carries an answer out and tells what came of it. Resolves when the connection's part in it is over. */
export async function giveAnswer(
  response: ServerResponse,
  answer: Answer,
  tell: (answer: Partial<GivenAnswer>) => void,
): Promise<void> {
  const closed = new AbortController();
  const over = new Promise<void>((resolve) => {
    response.once("close", () => {
      tell({ outcome: response.writableFinished ? "answered" : answer.kind === "reset" ? "reset" : "caller-left" });
      closed.abort();
      resolve();
    });
  });
  await begin(response, answer, tell, closed.signal).catch((error: unknown) => {
    if (!closed.signal.aborted) throw error;
  });
  return over;
}

async function begin(
  response: ServerResponse,
  answer: Answer,
  tell: (answer: Partial<GivenAnswer>) => void,
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
      tell({ status: answer.status });
      response.writeHead(answer.status, { ...answer.headers, "content-length": Buffer.byteLength(answer.body) });
      response.end(answer.body);
      return;
    case "drip":
      tell({ status: answer.status });
      response.writeHead(answer.status, { "content-type": "text/plain", "content-length": answer.bytes });
      for (let sent = 0; sent < answer.bytes; sent++) {
        response.write(".");
        await sleep(answer.delayMs, undefined, { signal: closed });
      }
      response.end();
  }
}
