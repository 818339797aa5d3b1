import { type IncomingMessage } from "node:http";

/** The body as text, undefined as soon as it is longer than `maxBytes`; the rest is read and dropped. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= maxBytes) chunks.push(chunk);
  }
  return length <= maxBytes ? Buffer.concat(chunks).toString("utf8") : undefined;
}
