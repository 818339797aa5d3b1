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
 * The value that `load` loads. When its row cannot be read, or not be decrypted, the value is that of `onUnreadable` instead. An
 * outage of storage is no such error, and is thrown.
 */
export async function unlessUnreadable<T, U>(
  load: () => Promise<T>,
  onUnreadable: (error: CodedError) => U,
): Promise<T | U> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof CodedError) || error.code === "storage-unavailable") throw error;
    return onUnreadable(error);
  }
}
