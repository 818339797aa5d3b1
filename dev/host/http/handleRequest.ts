import { type IncomingMessage, type ServerResponse } from "node:http";
import { answerCors, type CorsOptions } from "./answerCors";
import { type AdminHandling, handleAdmin } from "./handleAdmin";
import { type FunctionHandling, handleFunction } from "./handleFunction";
import { endEmpty } from "./writeResponse";

export interface Handling extends FunctionHandling, AdminHandling {
  readonly cors: CorsOptions;
  readonly isHomePageDisabled: boolean;
}

const HOME_PAGE = "<!doctype html><title>Development host</title><p>The function app is up and running.";

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

function answerHome(response: ServerResponse, { isHomePageDisabled }: Handling): void {
  if (isHomePageDisabled) endEmpty(response, 204);
  else response.setHeader("content-type", "text/html; charset=utf-8").end(HOME_PAGE);
}
