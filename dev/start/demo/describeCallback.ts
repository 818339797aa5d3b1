import { type ReceivedCallback } from "../../flow/receivedCallback";

// What every HTTP client sends says nothing about the event.
const DULL_HEADERS = new Set(["host", "connection", "content-length", "accept", "accept-encoding", "user-agent"]);

/** A callback as it came: request line, telling headers, pretty body. */
export function describeCallback({ method, path, headers, body, rawBody }: ReceivedCallback): string {
  const telling = Object.entries(headers).filter(([name]) => !DULL_HEADERS.has(name));
  return [
    `${method} ${path}`,
    ...telling.map(([name, value]) => `${name}: ${value}`),
    "",
    body === undefined ? rawBody : JSON.stringify(body, undefined, 2),
  ].join("\n");
}
