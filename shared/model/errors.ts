/**
 * Errors: what is thrown in this program. It is only our own fault, or an outage of our storage. Expected results, such
 * as a receiver's 500 or a row that another host has changed, are values instead.
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

/**
 * Resolves to what `load` does, or to `otherwise(error)` when a row that it needs cannot be read. Such a row is the
 * fault of one row only. Storage that is away says nothing about the row: `storage-unavailable` is thrown, and so is
 * every error that is not a `CodedError`.
 */
export async function unlessUnreadable<T, Otherwise>(
  load: () => Promise<T>,
  otherwise: (unreadable: CodedError) => Otherwise,
): Promise<T | Otherwise> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof CodedError) || error.code === "storage-unavailable") throw error;
    return otherwise(error);
  }
}
