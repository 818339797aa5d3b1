const LONGEST_MESSAGE = 200;

/** What the SDKs tell of a failed request; without `status` there was no answer. */
export interface Failure {
  readonly status?: number;
  readonly code: string;
  /** Of the action in a transaction, 0 outside one. */
  readonly index: number;
  /** First line of what was said. */
  readonly message: string;
}

interface Told extends Error {
  readonly statusCode?: unknown;
  readonly code?: unknown;
  readonly details?: { readonly odataError?: ODataError | undefined; readonly errorCode?: unknown };
}

interface ODataError {
  readonly code?: unknown;
  readonly message?: { readonly value?: unknown };
}

/** The tables SDK puts the code in three places, depending on whether a single row, a transaction or a table was asked for. */
export function readFailure(thrown: unknown): Failure {
  if (!isTold(thrown)) return { code: "", index: 0, message: firstLine(String(thrown)) };
  const { statusCode, code, details, message } = thrown;
  const { odataError, errorCode } = details ?? {};
  return {
    ...(typeof statusCode === "number" && { status: statusCode }),
    code: firstText([odataError?.code, errorCode, code]),
    index: Number.parseInt(/^\d+(?=:)/.exec(message)?.[0] ?? "0", 10),
    message: firstLine(firstText([odataError?.message?.value, message])),
  };
}

/** True when the request may or may not have been done: there was no answer, or one that does not tell. */
export function isUndecided({ status }: Failure): boolean {
  return status === undefined || status === 408 || status >= 500;
}

function firstText(values: readonly unknown[]): string {
  return values.find((value): value is string => typeof value === "string" && value !== "") ?? "";
}

function firstLine(text: string): string {
  return text.split("\n", 1).join("").slice(0, LONGEST_MESSAGE);
}

/** Every property is optional and unknown, so that any error will do. */
function isTold(thrown: unknown): thrown is Told {
  return thrown instanceof Error;
}
