import { createServer, request as forward } from "node:http";
import { type AddressInfo } from "node:net";
import { readContract } from "../../dev/simulator/api/readContract";
import { readRoute } from "../../dev/simulator/api/readRoute";
import { createContractCheck } from "../dev/simulator/createContractCheck";

export interface RecordedCalls {
  /** Stands before the source, and passes everything on. */
  readonly url: string;
  /** Path and query of every call so far, as it came. */
  readonly calls: string[];
  /** Answers that are not as the source's contract says. */
  readonly breaches: string[];
  readonly stop: () => Promise<void>;
}

const operations = readContract();
const { check } = createContractCheck();

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
        breaches.push(...findBreaches(url, answer.statusCode ?? 0, Buffer.concat(chunks).toString()));
        response.end();
      });
      answer.on("error", () => response.destroy());
    });
    asked.on("error", () => response.destroy());
    asked.end();
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

function findBreaches(url: string, status: number, body: string): string[] {
  const path = url.split("?")[0]?.slice("/v1".length) ?? "";
  const route = readRoute(operations, "GET", path, "both");
  // A path of neither dialect is the gateway's to refuse, and a fault is no answer of the contract.
  if (!route || status >= 400) return [];
  if (!isJson(body)) return [`${url}: no JSON`];
  return check(route.operation.operationId, status, body).map((wrong) => `${url}: ${wrong}`);
}

function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}
