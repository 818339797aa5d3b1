/**
 * The flow stand-in in this process: the server, and the functions that tests use in place of the control interface.
 */
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import { openPort } from "../options/ports";
import { refuse } from "./answers";
import { type FlowBehaviour, createFlows } from "./behaviour";
import { type FlowState, handleCallback } from "./callbacks";
import { handleControl } from "./control";
import { type ReceivedCallback, createInbox } from "./inbox";

export interface Flow {
  /** The address has no slash at the end; it is `publicUrl` if that is given. */
  readonly url: string;
  readonly port: number;
  /** The callback URL to subscribe; any name will do. */
  callbackUrl(flow: string, query?: Readonly<Record<string, string>>): string;
  behave(flow: string, behaviour: FlowBehaviour): void;
  /** Callbacks in the order of their arrival. */
  received(flow?: string): readonly ReceivedCallback[];
  /** Resolves with the callbacks once there are `count`, or with fewer after `timeoutMs` (10 s). */
  waitForReceived(
    count: number,
    options?: { readonly flow?: string; readonly timeoutMs?: number },
  ): Promise<readonly ReceivedCallback[]>;
  clear(): void;
  /** Ends answers that hang or drip, too. */
  stop(): Promise<void>;
}

/** A stand-in for Power Automate's callback receiver, in this process. Port 0 (the default) is a free one. */
export async function startFlow(options: { readonly port?: number; readonly publicUrl?: string } = {}): Promise<Flow> {
  const state: FlowState = { flows: createFlows(), inbox: createInbox() };
  const server = createServer((request, response) => void handle(request, response, state));
  const port = await openPort(server, options.port ?? 0, "--port");
  const url = options.publicUrl?.replace(/\/+$/, "") ?? `http://localhost:${port}`;
  const { flows, inbox } = state;
  return {
    url,
    port,
    callbackUrl(flow, query = {}) {
      const search = new URLSearchParams(query).toString();
      return `${url}/flows/${encodeURIComponent(flow)}${search && `?${search}`}`;
    },
    behave: (flow, behaviour) => flows.set(flow, behaviour),
    received: (flow) => inbox.list(flow),
    waitForReceived: (count, { timeoutMs = 10_000, ...rest } = {}) => inbox.waitFor(count, { timeoutMs, ...rest }),
    clear: () => inbox.clear(),
    async stop() {
      inbox.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function handle(request: IncomingMessage, response: ServerResponse, state: FlowState): Promise<void> {
  try {
    const url = new URL(request.url ?? "/", "http://localhost");
    const [, first, name, ...more] = url.pathname.split("/");
    if (first === "flows" && name && more.length === 0)
      return await handleCallback(
        request,
        response,
        { flow: decodeURIComponent(name), query: url.searchParams },
        state,
      );
    const answer =
      first === "_control" ? await handleControl(request, url, state) : { status: 404, body: notFound(url.pathname) };
    response.writeHead(answer.status, { "content-type": "application/json; charset=utf-8" });
    response.end(answer.body && `${JSON.stringify(answer.body, undefined, 2)}\n`);
  } catch (error) {
    if (response.headersSent || response.destroyed) return void response.destroy();
    const refused = refuse(400, "BadRequest", (error as Error).message);
    response.writeHead(refused.status, refused.headers).end(refused.body);
  }
}

function notFound(path: string): object {
  return { error: { code: "NotFound", message: `${path} is neither /flows/{name} nor under /_control.` } };
}
