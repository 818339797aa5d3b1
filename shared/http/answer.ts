import { inspect } from "node:util";
import { type HttpRequest, type HttpResponseInit, type InvocationContext } from "@azure/functions";
import { CodedError } from "../model/errors";
import { type Limited } from "./limitCalls";
import { RequestProblem } from "./requestProblem";

const STORAGE_RETRY_SECONDS = 10;
const NOT_LIMITED: Limited = { headers: {} };

/**
 * Runs an HTTP handler unless the limit of calls refuses, answers its problems in one form, and writes one log line on every
 * path. Each answer of a limited route, problems too, has the limit's headers. Never throws.
 */
export async function answer(
  request: HttpRequest,
  context: InvocationContext,
  handle: () => Promise<HttpResponseInit>,
  limit: () => Promise<Limited> = unlimited,
): Promise<HttpResponseInit> {
  const startedAt = performance.now();
  let limited: Limited = NOT_LIMITED;
  const line = { name: "request.answered", route: context.functionName, method: request.method };
  try {
    limited = await limit();
    if (limited.refusal) throw limited.refusal;
    const response = addHeaders(await handle(), limited);
    context.log(JSON.stringify({ ...line, status: response.status, durationMs: since(startedAt) }));
    return response;
  } catch (error) {
    const problem = toProblem(error);
    const cause =
      problem === error ? { code: problem.code, target: problem.options.target } : { error: describe(error) };
    const text = JSON.stringify({ ...line, status: problem.status, ...cause, durationMs: since(startedAt) });
    if (problem === error) context.log(text);
    else context.error(text);
    return addHeaders(toResponse(problem), limited);
  }
}

async function unlimited(): Promise<Limited> {
  return NOT_LIMITED;
}

function addHeaders(response: HttpResponseInit, { headers }: Limited): HttpResponseInit {
  const own = response.headers ? Object.fromEntries(new Headers(response.headers)) : {};
  return Object.keys(headers).length === 0 ? response : { ...response, headers: { ...own, ...headers } };
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
