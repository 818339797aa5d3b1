import { CodedError } from "../model/errors";
import { readFailure } from "./readFailure";

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
