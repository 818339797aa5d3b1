import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import { type AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { explainTakenPort } from "../../options/explainTakenPort";

const CLOSE_DEADLINE_MS = 1_000;
/** Kestrel's; with the five seconds of Node clients find reused connections closed. */
const KEEP_ALIVE_MS = 130_000;

export interface Listening {
  readonly port: number;
  /** Accepts nothing new, ends what is still open, and resolves when the port is free. */
  close(): Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Listens on the machine's own address alone. Throws naming the port and the flag when it is taken. */
export async function listen(port: number, handle: Handler): Promise<Listening> {
  const answering = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    answering.add(response);
    response.once("close", () => answering.delete(response));
    handle(request, response).catch(() => {
      // the caller went away while its request was read or answered
      response.destroy();
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(explainTakenPort(error, port, "--port")));
    server.listen(port, "127.0.0.1", resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server, answering) };
}

/** An answer that is being written gets a moment to arrive. */
async function close(server: Server, answering: ReadonlySet<ServerResponse>): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const answered = Promise.all([...answering].map((response) => once(response, "close")));
  await Promise.race([answered, setTimeout(CLOSE_DEADLINE_MS, undefined, { ref: false })]);
  server.closeAllConnections();
  await closed;
}
