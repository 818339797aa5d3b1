import { CodedError } from "../../model/errors";

/** The random part of a subscription's key opens it to everybody, and an error may repeat the address of its row. */
const LONG_WORD = /[\w-]{22,}/g;

/**
 * The store could not do what it was asked. The cause keeps status, code and first line of what the SDK threw, and leaves out
 * the request: its headers are signed and its body may hold a sealed callback.
 */
export function unavailable(target: string, thrown: unknown): CodedError {
  const { status, code, message } = readFailure(thrown);
  const known = [status, code, message.replaceAll(LONG_WORD, "***")].filter(
    (part) => part !== undefined && part !== "",
  );
  const cause = new Error(known.join(" "));
  return new CodedError("storage-unavailable", `${target} cannot be reached: ${cause.message}`, { target, cause });
}

/** What the SDKs tell of a failed request; without `status` there was no answer. */
export interface Failure {
  readonly status?: number;
  readonly code: string;
  /** Of the action in a transaction, 0 outside one. */
  readonly index: number;
  /** First line of what was said. */
  readonly message: string;
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

interface ODataError {
  readonly code?: unknown;
  readonly message?: { readonly value?: unknown };
}

interface Told extends Error {
  readonly statusCode?: unknown;
  readonly code?: unknown;
  readonly details?: { readonly odataError?: ODataError | undefined; readonly errorCode?: unknown };
}

/** Every property is optional and unknown, so that any error will do. */
function isTold(thrown: unknown): thrown is Told {
  return thrown instanceof Error;
}

const MAX_MESSAGE_LENGTH = 200;

function firstLine(text: string): string {
  return text.split("\n", 1).join("").slice(0, MAX_MESSAGE_LENGTH);
}

function firstText(values: readonly unknown[]): string {
  return values.find((value): value is string => typeof value === "string" && value !== "") ?? "";
}

/** True when the request may or may not have been done: there was no answer, or one that does not tell. */
export function isUndecided({ status }: Failure): boolean {
  return status === undefined || status === 408 || status >= 500;
}
