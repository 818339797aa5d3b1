import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import { type AddressInfo } from "node:net";

/** A callback as it came: its `webhook-id`, its path, and when, in nanoseconds of the machine's steady clock. */
export interface Receipt {
  readonly id: string;
  readonly path: string;
  readonly at: string;
}

export interface Receiver {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Answers each POST with 202 at once, or never where its path begins with `/hang`. GET gives the receipts since the last GET that came
 * after as many as `?of=` names, or how many there are so far.
 */
export async function startReceiver(): Promise<Receiver> {
  let receipts: Receipt[] = [];
  let waiting: { readonly of: number; readonly response: ServerResponse } | undefined;

  const giveWhenComplete = (): void => {
    if (!waiting || receipts.length < waiting.of) return;
    waiting.response.end(JSON.stringify(receipts));
    receipts = [];
    waiting = undefined;
  };
  const receive = (request: IncomingMessage, response: ServerResponse): void => {
    const { url = "/", headers } = request;
    request.resume();
    if (url.startsWith("/hang")) return;
    receipts.push({ id: String(headers["webhook-id"]), path: url, at: String(process.hrtime.bigint()) });
    response.writeHead(202).end();
    giveWhenComplete();
  };
  const server = createServer((request, response) => {
    if (request.method === "POST") return receive(request, response);
    waiting = { of: Number(new URL(request.url ?? "/", "http://receiver").searchParams.get("of") ?? 0), response };
    giveWhenComplete();
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
