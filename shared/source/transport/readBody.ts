import { type Readable } from "node:stream";

/** A whole body as text, or `too-large` as soon as it is longer than `maxBytes`. Rejects when the body breaks off. */
export async function readBody(body: Readable, maxBytes: number): Promise<{ text: string } | "too-large"> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) return "too-large"; // leaving the loop closes the connection
    chunks.push(chunk);
  }
  return { text: Buffer.concat(chunks).toString("utf8") };
}
