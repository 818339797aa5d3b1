/** Every code an exception of ours can have. Expected results (a receiver's 500, a moved version) are data instead. */
export type ErrorCode = "invalid-settings" | "invalid-task" | "invalid-row" | "storage-unavailable" | "undecryptable";

/** Our own fault, or our storage's: a stable code to switch on, what it is about, and what caused it. */
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
 * Resolves to what `load` does, or to `otherwise(error)` when a row that it needs cannot be read. Such a row is the fault of
 * one row only. Storage that is away says nothing about the row: `storage-unavailable` is thrown, and so is every error
 * that is not a `CodedError`.
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
