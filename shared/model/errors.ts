/**
 * Errors: what is thrown in this program. It is only our own fault, or an outage of our storage. Expected results, such as a receiver's 500
 * or a row that another host has changed, are values instead.
 */

/** The codes of `CodedError`, stable in logs. */
export type ErrorCode = "invalid-settings" | "invalid-task" | "invalid-row" | "storage-unavailable" | "undecryptable";

/** An error with a code to decide by, the thing that it is about, and its cause. */
export class CodedError extends Error {
  readonly code: ErrorCode;
  readonly target: string | undefined;

  constructor(code: ErrorCode, message: string, options: { readonly target?: string; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = "CodedError";
    this.code = code;
    this.target = options.target;
  }
}
