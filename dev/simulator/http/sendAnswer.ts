import { type ServerResponse } from "node:http";
import { type Answer } from "./answer";

export function sendAnswer(response: ServerResponse, answer: Answer): void {
  const { status, headers } = answer;
  const body = bodyOf(answer);
  response.writeHead(status, {
    ...(answer.json === undefined ? {} : { "content-type": "application/json; charset=utf-8" }),
    ...headers,
    ...(status === 204 ? {} : { "content-length": Buffer.byteLength(body) }),
  });
  response.end(body);
}

export function bodyOf({ json, text, bytes }: Answer): string | Buffer {
  return text ?? bytes ?? (json === undefined ? "" : JSON.stringify(json));
}
