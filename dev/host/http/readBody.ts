import { type IncomingMessage } from "node:http";

/** The request's body, or undefined when it is longer than `limit` bytes; the rest is then read and thrown away. */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const isAnnouncedTooLong = Number(request.headers["content-length"] ?? 0) > limit;
    if (isAnnouncedTooLong) resolve(undefined);
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > limit) resolve(undefined);
      else chunks.push(chunk);
    });
    request.once("end", () => resolve(Buffer.concat(chunks)));
    request.once("error", reject);
  });
}
