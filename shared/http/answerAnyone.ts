import { inspect } from "node:util";
import { type HttpRequest, type HttpResponseInit, type InvocationContext } from "@azure/functions";
import { CodedError } from "../model/errors";
import { RequestProblem } from "./requestProblem";

const STORAGE_RETRY_SECONDS = 10;

/** What a handler may add to its answer and its log line before it knows how they end. */
export interface Reply {
  readonly note: (fields: Readonly<Record<string, unknown>>) => void;
  /** To whatever the answer will be, a problem too. */
  readonly addHeaders: (headers: Readonly<Record<string, string>>) => void;
}

/**
 * Runs the HTTP handler of a route that is open to all (`answer` is for the others), answers its problems in one form, and
 * writes one log line on every path. Never throws.
 */
export async function answerAnyone(
  request: HttpRequest,
  context: InvocationContext,
  handle: (reply: Reply) => Promise<HttpResponseInit>,
): Promise<HttpResponseInit> {
  const startedAt = performance.now();
  const line = { name: "request.answered", route: context.functionName, method: request.method };
  const headers: Record<string, string> = {};
  const reply: Reply = {
    note: (fields) => Object.assign(line, fields),
    addHeaders: (more) => Object.assign(headers, more),
  };
  try {
    const response = await handle(reply);
    context.log(JSON.stringify({ ...line, status: response.status, durationMs: since(startedAt) }));
    return addHeaders(response, headers);
  } catch (error) {
    const problem = toProblem(error);
    const cause =
      problem === error ? { code: problem.code, target: problem.options.target } : { error: describe(error) };
    const text = JSON.stringify({ ...line, status: problem.status, ...cause, durationMs: since(startedAt) });
    if (problem === error) context.log(text);
    else context.error(text);
    return addHeaders(toResponse(problem), headers);
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
      error: { code, message, ...(target === undefined ? {} : { target }), ...(listed ? { details: listed } : {}) },
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
