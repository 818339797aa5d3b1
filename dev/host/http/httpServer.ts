/** The HTTP server of the host. It decides who answers a request: CORS, the home page, `/admin` or a function. */
import { once } from "node:events";
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import { setTimeout } from "node:timers/promises";
import { openPort } from "../../options/ports";
import { type AdminHandling, handleAdmin } from "./adminApi";
import { type FunctionHandling, handleFunction } from "./httpFunctions";
import { endEmpty } from "./httpResponse";

export interface CorsOptions {
  /** Allowed origins; `*` is any. */
  readonly origins: readonly string[];
  readonly allowCredentials: boolean;
}

export interface Handling extends FunctionHandling, AdminHandling {
  readonly cors: CorsOptions;
  readonly isHomePageDisabled: boolean;
}

/** Serves one request. `handling` is undefined while the host is starting or stopping. */
export async function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  handling: Handling | undefined,
): Promise<void> {
  if (!handling) {
    const body = "Function host is not running.";
    response.writeHead(503, { "content-type": "text/plain; charset=utf-8", "content-length": body.length }).end(body);
    return;
  }
  if (answerCors(request, response, handling.cors)) return;
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  if (path === "/") answerHome(response, handling);
  else if (/^\/admin(\/|$)/i.test(path)) await handleAdmin(request, response, handling);
  else await handleFunction(request, response, handling);
}

/** Adds the CORS headers. True when it has answered, which it does for a preflight of an allowed origin. */
function answerCors(request: IncomingMessage, response: ServerResponse, cors: CorsOptions): boolean {
  const { origin } = request.headers;
  if (origin === undefined || !isAllowed(origin, cors)) return false;
  const isAny = cors.origins.includes("*") && !cors.allowCredentials;
  response.setHeader("access-control-allow-origin", isAny ? "*" : origin);
  if (!isAny) response.appendHeader("vary", "Origin");
  if (cors.allowCredentials) response.setHeader("access-control-allow-credentials", "true");
  const method = request.headers["access-control-request-method"];
  if (request.method !== "OPTIONS" || method === undefined) return false;
  response.setHeader("access-control-allow-methods", method);
  const headers = request.headers["access-control-request-headers"];
  if (headers !== undefined) response.setHeader("access-control-allow-headers", headers);
  endEmpty(response, 204);
  return true;
}

function isAllowed(origin: string, { origins }: CorsOptions): boolean {
  return origins.includes("*") || origins.some((allowed) => allowed.toLowerCase() === origin.toLowerCase());
}

const HOME_PAGE = "<!doctype html><title>Development host</title><p>The function app is up and running.";

function answerHome(response: ServerResponse, { isHomePageDisabled }: Handling): void {
  if (isHomePageDisabled) endEmpty(response, 204);
  else response.setHeader("content-type", "text/html; charset=utf-8").end(HOME_PAGE);
}

/** Kestrel keeps connections this long. After the five seconds of Node clients would find reused connections closed. */
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
      // The caller went away while its request was read or answered.
      response.destroy();
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const opened = await openPort(server, port, "--port");
  return { port: opened, close: () => close(server, answering) };
}

const CLOSE_DEADLINE_MS = 1_000;

/** An answer that is being written gets a moment to arrive. */
async function close(server: Server, answering: ReadonlySet<ServerResponse>): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const answered = Promise.all([...answering].map((response) => once(response, "close")));
  await Promise.race([answered, setTimeout(CLOSE_DEADLINE_MS, undefined, { ref: false })]);
  server.closeAllConnections();
  await closed;
}

/** `list` separates origins by commas. */
export function readCors(list: string | undefined, allowCredentials: boolean): CorsOptions {
  const origins = (list ?? "").split(",").map((origin) => origin.trim().replace(/\/$/, ""));
  return { origins: origins.filter((origin) => origin !== ""), allowCredentials };
}
