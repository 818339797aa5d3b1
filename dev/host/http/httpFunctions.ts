/** The requests to HTTP functions, from the route to the answer. */
import { type IncomingMessage, type ServerResponse } from "node:http";
import { type HttpFunction } from "../functions/hostedFunction";
import { type RunFunction } from "../functions/runner";
import { type HostLog } from "../settings/hostLog";
import { type InvocationResponse, type TypedData } from "../worker/coreTypes";
import { isAuthorized, readBody, toHttpRequest } from "./httpRequest";
import { endEmpty, writeResponse } from "./httpResponse";
import { type Route, findRoute } from "./routeTable";

export interface FunctionHandling {
  readonly routes: readonly Route[];
  readonly run: RunFunction;
  readonly log: HostLog;
  readonly key: string | undefined;
  readonly bodyLimit: number;
  readonly isStrict: boolean;
}

/**
 * Serves one request to a function. Route, key, disabled functions and body are checked in this order before the run.
 */
export async function handleFunction(
  request: IncomingMessage,
  response: ServerResponse,
  { routes, run, log, key, bodyLimit, isStrict }: FunctionHandling,
): Promise<void> {
  const target = readTarget(request);
  const found = target && findRoute(routes, request.method ?? "GET", target.path);
  if (!found) return endEmpty(response, 404);
  const { fn } = found.route;
  if (!isAuthorized(request, fn.authLevel, key)) return endEmpty(response, 401);
  if (fn.isDisabled) return endEmpty(response, 404);
  const body = await readBody(request, bodyLimit);
  if (!body) return endEmpty(response.setHeader("connection", "close"), 413);
  const http = toHttpRequest(request, target.url, { params: found.values, body, isStrict });
  const running = run(fn, { inputData: [{ name: fn.inputName, data: { http } }] });
  const result = await running.catch(() => undefined); // the runner has logged it
  if (!result) return endEmpty(response, 500);
  try {
    writeResponse(response, findReturned(fn, result));
  } catch (error) {
    log("error", `The response cannot be sent: ${String(error)}`, { functionName: fn.name });
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    endEmpty(response, 500);
  }
}

/** Returns undefined when the request's target is not a URL. */
function readTarget(request: IncomingMessage): { url: string; path: string } | undefined {
  const target = request.url ?? "/";
  const url = target.startsWith("/") ? `http://${request.headers.host ?? "localhost"}${target}` : target;
  if (!URL.canParse(url)) return undefined;
  const path = target.startsWith("/") ? target : new URL(url).pathname;
  return { url, path: path.split("?")[0] ?? "/" };
}

function findReturned({ responseName }: HttpFunction, result: InvocationResponse): TypedData | null | undefined {
  if (responseName === "$return") return result.returnValue;
  return result.outputData?.find(({ name }) => name === responseName)?.data;
}
