/**
 * Failures of requests to storage: what the SDKs throw, read as data, and `storage-unavailable`, which is thrown
 * instead.
 */
import { CodedError } from "../../model/errors";

/**
 * Runs operations on a table or queue that may not exist yet. The first operation that finds it missing creates it, the
 * others wait, and each is tried once more. Every error is thrown as `storage-unavailable`, also that of a table that
 * is being deleted.
 */
export function createOnFirstUse(name: string, missingCode: string, create: () => Promise<unknown>) {
  let creating: Promise<unknown> | undefined;
  const createOnce = (): Promise<unknown> => {
    creating ??= create().finally(() => (creating = undefined));
    return creating;
  };
  return async <T>(operation: () => Promise<T>): Promise<T> => {
    try {
      return await operation().catch(async (thrown: unknown) => {
        if (readFailure(thrown).code !== missingCode) throw thrown;
        await createOnce();
        return operation();
      });
    } catch (thrown) {
      throw unavailable(name, thrown);
    }
  };
}

/** A subscription's random part is a capability, and an error may repeat the address of its row. */
const LONG_WORD = /[\w-]{22,}/g;

/**
 * The error for a request that storage could not serve. Its cause keeps status, code and first line of the SDK's error,
 * and leaves out the request: its headers are signed, and its body may hold a sealed callback URL.
 */
export function unavailable(target: string, thrown: unknown): CodedError {
  const { status, code, message } = readFailure(thrown);
  const known = [status, code, message.replaceAll(LONG_WORD, "***")].filter(
    (part) => part !== undefined && part !== "",
  );
  const cause = new Error(known.join(" "));
  return new CodedError("storage-unavailable", `${target} cannot be reached: ${cause.message}`, { target, cause });
}

/** A failed request; `status` is absent when there was no answer. */
export interface Failure {
  readonly status?: number;
  readonly code: string;
  /** The index of the refused action in a transaction; 0 outside one. */
  readonly index: number;
  /** The first line of the service's message. */
  readonly message: string;
}

/**
 * The tables SDK puts the code in three places, depending on whether the request was for a row, a transaction or a
 * table.
 */
export function readFailure(thrown: unknown): Failure {
  if (!isSdkError(thrown)) return { code: "", index: 0, message: firstLine(String(thrown)) };
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

interface SdkError extends Error {
  readonly statusCode?: unknown;
  readonly code?: unknown;
  readonly details?: { readonly odataError?: ODataError | undefined; readonly errorCode?: unknown };
}

/** Every property is optional and unknown, so that any error fits. */
function isSdkError(thrown: unknown): thrown is SdkError {
  return thrown instanceof Error;
}

const MAX_MESSAGE_LENGTH = 200;

function firstLine(text: string): string {
  return text.split("\n", 1).join("").slice(0, MAX_MESSAGE_LENGTH);
}

function firstText(values: readonly unknown[]): string {
  return values.find((value): value is string => typeof value === "string" && value !== "") ?? "";
}

/** True when it is unknown whether the request was done: there was no answer, or one that does not say. */
export function isUndecided({ status }: Failure): boolean {
  return status === undefined || status === 408 || status >= 500;
}
