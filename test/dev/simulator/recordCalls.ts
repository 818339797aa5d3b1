import { createServer, request as forward } from "node:http";
import { type AddressInfo } from "node:net";
import { findBreaches } from "./findBreaches";

export interface RecordedCalls {
  /** Stands before the source, and passes everything on. */
  readonly url: string;
  /** Path and query of every call so far, as it came. */
  readonly calls: string[];
  /** Answers that are not as the source's contract says. */
  readonly breaches: string[];
  readonly stop: () => Promise<void>;
}

/** A proxy that checks what the source answers against its contract. */
export async function recordCalls(sourceUrl: string): Promise<RecordedCalls> {
  const calls: string[] = [];
  const breaches: string[] = [];
  const server = createServer((request, response) => {
    const { url = "", method = "GET", headers } = request;
    calls.push(url);
    const asked = forward(`${sourceUrl}${url}`, { method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        response.write(chunk);
      });
      answer.on("end", () => {
        const body = Buffer.concat(chunks).toString();
        breaches.push(...findBreaches({ method, address: url, status: answer.statusCode ?? 0, body }));
        response.end();
      });
      answer.on("error", () => response.destroy());
    });
    asked.on("error", () => response.destroy());
    request.pipe(asked);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    breaches,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
