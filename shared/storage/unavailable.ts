import { CodedError } from "../model/errors";
import { readFailure } from "./readFailure";

/**
 * The store could not do what it was asked. The cause keeps status, code and first line of what the SDK threw, and leaves out
 * the request: its headers are signed and its body may hold a sealed callback.
 */
export function unavailable(target: string, thrown: unknown): CodedError {
  const { status, code, message } = readFailure(thrown);
  const known = [status, code, message].filter((part) => part !== undefined && part !== "");
  const cause = new Error(known.join(" "));
  return new CodedError("storage-unavailable", `${target} cannot be reached: ${cause.message}`, { target, cause });
}
