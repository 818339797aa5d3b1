/** The administration endpoints under `/admin`, as far as the development host has them. */
import { type IncomingMessage, type ServerResponse } from "node:http";
import { isAuthorized, readBody } from "./httpRequest";
import { endEmpty } from "./httpResponse";

export type HostState = "Running" | "Draining";

/** The answer of `GET /admin/host/status`. */
export interface HostStatus {
  readonly id: string;
  readonly state: HostState;
  readonly version: string;
  /** The uptime in milliseconds. */
  readonly processUptime: number;
  readonly runningInvocations: number;
  /** Functions that are not run, and why. */
  readonly errors: readonly string[];
}

export interface AdminHandling {
  readonly key: string | undefined;
  readonly bodyLimit: number;
  readonly status: () => HostStatus;
  /** Runs a function in the background; false when there is none of that name. */
  readonly start: (functionName: string, input: string) => boolean;
  readonly drain: () => void;
}

/** Serves `/admin/…`, which functions cannot have. */
export async function handleAdmin(
  request: IncomingMessage,
  response: ServerResponse,
  handling: AdminHandling,
): Promise<void> {
  if (!isAuthorized(request, "admin", handling.key)) return endEmpty(response, 401);
  const [path = ""] = (request.url ?? "").toLowerCase().split("?");
  const wanted = `${request.method} ${path.replace(/\/$/, "")}`;
  const functionName = /^POST \/admin\/functions\/([^/]+)$/.exec(wanted)?.[1];
  if (functionName !== undefined) return startFunction(functionName, { request, response, handling });
  switch (wanted) {
    case "GET /admin/host/status":
      return endJson(response, handling.status());
    case "GET /admin/host/ping":
      return endEmpty(response, 200);
    case "POST /admin/host/drain":
      handling.drain();
      return endEmpty(response, 202);
    default:
      return endEmpty(response, 404);
  }
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly handling: AdminHandling;
}

async function startFunction(functionName: string, { request, response, handling }: Exchange): Promise<void> {
  const body = await readBody(request, handling.bodyLimit);
  if (!body) return endEmpty(response.setHeader("connection", "close"), 413);
  const input = readInput(body.toString("utf8"));
  if (input === undefined) return endEmpty(response, 400);
  return endEmpty(response, handling.start(functionName, input) ? 202 : 404);
}

/** The text of `{"input":"…"}`, empty without one; undefined when the body is something else. */
function readInput(text: string): string | undefined {
  if (text.trim() === "") return "";
  try {
    const { input } = JSON.parse(text) as { input?: unknown };
    if (input === undefined || input === null) return "";
    return typeof input === "string" ? input : JSON.stringify(input);
  } catch {
    return undefined;
  }
}

function endJson(response: ServerResponse, content: object): void {
  const body = Buffer.from(JSON.stringify(content));
  response.setHeader("content-type", "application/json; charset=utf-8").setHeader("content-length", body.length);
  response.end(body);
}
