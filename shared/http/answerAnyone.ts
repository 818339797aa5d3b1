/**
 * Everything that is done around the handler of any route, open ones included: one form for problems, one log line, one
 * span. `answer.ts` adds who calls and what that caller may do.
 */
import { type HttpRequest, type HttpResponseInit, type InvocationContext } from "@azure/functions";
import { inspect } from "node:util";
import { defined } from "../model/defined";
import { CodedError } from "../model/errors";
import { type Log, type LogLine, NO_TRACE, parseTraceparent } from "../model/log";
import { type HttpPorts } from "./ports";
import { RequestProblem } from "./problems";

const STORAGE_RETRY_SECONDS = 10;

/** Additions of a handler to its answer and its log line, made before it knows how they end. */
export interface Reply {
  readonly note: (fields: Readonly<Record<string, unknown>>) => void;
  /** Adds to whatever the answer will be, a problem too. */
  readonly addHeaders: (headers: Readonly<Record<string, string>>) => void;
}

/** The log and the traces that a request leaves. */
export type SeenPorts = Pick<HttpPorts, "inSpan" | "log">;

type Open<D> = () => D;

/**
 * Runs an HTTP handler as one span, answers its problems in one form and writes one log line on every path. Never
 * throws. The handler opens the services, which may fail. The span links the caller's and does not become its part:
 * strangers must not add to each other's traces.
 */
export async function answerAnyone<D extends SeenPorts>(
  request: HttpRequest,
  context: InvocationContext,
  services: (context: InvocationContext) => D,
  handle: (reply: Reply, services: Open<D>) => Promise<HttpResponseInit>,
): Promise<HttpResponseInit> {
  const open = openOnce(() => services(context));
  const { inSpan, log } = seenBy(open, context);
  const route = context.functionName;
  const links = [request.headers.get("traceparent"), context.traceContext?.traceParent].map(parseTraceparent);
  const attributes = { "http.request.method": request.method, "http.route": route };
  return inSpan({ name: `${request.method} ${route}`, kind: "server", links, attributes }, async (note) => {
    const line = { name: "request.answered", route, method: request.method };
    const response = await answerInForm(line, log, (reply) => handle(reply, open));
    const { status = 200 } = response;
    note({ "http.response.status_code": status }, status >= 500 ? String(status) : undefined);
    return response;
  });
}

async function answerInForm(
  line: LogLine,
  log: Log,
  handle: (reply: Reply) => Promise<HttpResponseInit>,
): Promise<HttpResponseInit> {
  const startedAt = performance.now();
  const noted: Record<string, unknown> = {};
  const headers: Record<string, string> = {};
  const reply: Reply = {
    note: (fields) => Object.assign(noted, fields),
    addHeaders: (more) => Object.assign(headers, more),
  };
  try {
    const response = await handle(reply);
    log({ ...line, ...noted, status: response.status, durationMs: since(startedAt) });
    return addHeaders(response, headers);
  } catch (error) {
    const problem = toProblem(error);
    const isExpected = problem === error;
    const cause = isExpected ? { code: problem.code, target: problem.options.target } : { error: describe(error) };
    const fields = { ...line, ...noted, status: problem.status, ...cause, durationMs: since(startedAt) };
    log(fields, isExpected ? undefined : "error");
    return addHeaders(toResponse(problem), headers);
  }
}

function openOnce<D>(services: Open<D>): Open<D> {
  let opened: D | undefined;
  return () => (opened ??= services());
}

/** The services' log and traces; only the host's own log when the services cannot open, such as for a wrong setting. */
function seenBy(open: Open<SeenPorts>, context: InvocationContext): SeenPorts {
  try {
    return open();
  } catch {
    const log: Log = (line, level) => {
      if (level === "error") context.error(JSON.stringify(line));
      else context.log(JSON.stringify(line));
    };
    return { inSpan: NO_TRACE.inSpan, log };
  }
}

/** An answer's own headers win. */
function addHeaders(response: HttpResponseInit, headers: Readonly<Record<string, string>>): HttpResponseInit {
  if (Object.keys(headers).length === 0) return response;
  const own = response.headers ? Object.fromEntries(new Headers(response.headers)) : {};
  return { ...response, headers: { ...headers, ...own } };
}

function toProblem(error: unknown): RequestProblem {
  if (error instanceof RequestProblem) return error;
  if (error instanceof CodedError && error.code === "storage-unavailable") {
    const options = { retryAfterSeconds: STORAGE_RETRY_SECONDS };
    return new RequestProblem(
      503,
      "StorageUnavailable",
      "The service's storage does not answer. Try again soon.",
      options,
    );
  }
  return new RequestProblem(
    500,
    "InternalError",
    "The service has failed; its administrator finds the cause in its logs.",
  );
}

/** The form of the Microsoft REST guidelines. Never holds a stack or a cause. */
function toResponse({ status, code, message, options }: RequestProblem): HttpResponseInit {
  const { target, details, retryAfterSeconds } = options;
  const listed = details?.map((detail) => ({ code: "InvalidField", ...detail }));
  return {
    status,
    headers: retryAfterSeconds === undefined ? {} : { "retry-after": String(Math.ceil(retryAfterSeconds)) },
    jsonBody: {
      error: { code, message, ...defined({ target, details: listed }) },
    },
  };
}

function describe(error: unknown): object {
  if (!(error instanceof Error)) return { message: inspect(error) };
  const code = error instanceof CodedError ? { code: error.code, target: error.target } : {};
  const cause = error.cause instanceof Error ? { cause: error.cause.message } : {};
  return { ...code, message: error.message, ...cause, stack: error.stack };
}

function since(startedAt: number): number {
  return Math.round(performance.now() - startedAt);
}
