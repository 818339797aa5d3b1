/** What the SDKs tell of a failed request; without `status` there was no answer. `index`: of the action in a transaction. */
export interface Failure {
  readonly status?: number;
  readonly code: string;
  readonly index: number;
}

interface Told extends Error {
  readonly statusCode?: unknown;
  readonly code?: unknown;
  readonly details?: { readonly odataError?: { readonly code?: unknown } | undefined; readonly errorCode?: unknown };
}

/** The tables SDK puts the code in three places, depending on whether a single row, a transaction or a table was asked for. */
export function readFailure(thrown: unknown): Failure {
  if (!isTold(thrown)) return { code: "", index: 0 };
  const { statusCode, code, details } = thrown;
  const codes = [details?.odataError?.code, details?.errorCode, code];
  const [, index = "0"] = /^(\d+):/.exec(thrown.message) ?? [];
  return {
    ...(typeof statusCode === "number" && { status: statusCode }),
    code: codes.find((each): each is string => typeof each === "string" && each !== "") ?? "",
    index: Number(index),
  };
}

/** True when the request may or may not have been done: there was no answer, or one that does not tell. */
export function isUndecided({ status }: Failure): boolean {
  return status === undefined || status === 408 || status >= 500;
}

/** Every property is optional and unknown, so that any error will do. */
function isTold(thrown: unknown): thrown is Told {
  return thrown instanceof Error;
}
