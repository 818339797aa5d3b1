/** The receiver of callbacks, which notes when each arrived. It runs in a process of its own. */
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { join } from "node:path";
import { request } from "undici";
import { startChild } from "../../dev/child/startChild";

const MAX_WAIT_MS = 600_000;

export interface OpenReceiver {
  readonly url: string;
  /** Resolves once so many callbacks have come, with all of them; those are then forgotten. */
  receipts(of: number): Promise<readonly Receipt[]>;
  stop(): Promise<void>;
}

/** A callback as it came: its `webhook-id`, its path, and when, in nanoseconds of the machine's steady clock. */
export interface Receipt {
  readonly id: string;
  readonly path: string;
  readonly at: string;
}

/** A receiver in a process of its own: what it costs is not the app's. */
export async function openReceiver(): Promise<OpenReceiver> {
  const child = await startChild({ script: join(__dirname, "main.ts") });
  const { url } = child.ready;
  return {
    url,
    receipts: async (of) => {
      const { body } = await request(`${url}/?of=${of}`, { headersTimeout: MAX_WAIT_MS });
      return (await body.json()) as readonly Receipt[];
    },
    stop: async () => void (await child.stop()),
  };
}

export interface Receiver {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Answers each POST with 202 at once, or never where its path begins with `/hang`. GET gives the receipts since the
 * last GET that came after as many as `?of=` names, or how many there are so far.
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
  const receive = (call: IncomingMessage, response: ServerResponse): void => {
    const { url = "/", headers } = call;
    call.resume();
    if (url.startsWith("/hang")) return;
    receipts.push({ id: String(headers["webhook-id"]), path: url, at: String(process.hrtime.bigint()) });
    response.writeHead(202).end();
    giveWhenComplete();
  };
  const server = createServer((call, response) => {
    if (call.method === "POST") return receive(call, response);
    waiting = { of: Number(new URL(call.url ?? "/", "http://receiver").searchParams.get("of") ?? 0), response };
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
