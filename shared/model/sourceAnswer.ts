/** Something in an answer that could not be used; it is logged and only that thing is passed over. */
export interface Unusable {
  readonly what: string;
  readonly seen: string;
}

/**
 * Why the source could not be read. `not-found` and `forbidden` are handled alike for instances (A18); `throttled` and
 * `unavailable` may carry how long to wait.
 */
export interface SourceFailure {
  readonly kind:
    | "unreachable"
    | "timed-out"
    | "throttled"
    | "unavailable"
    | "unauthorized"
    | "forbidden"
    | "not-found"
    | "rejected"
    /** Of writes alone: the source has no such operation, or not any more. */
    | "not-offered"
    | "malformed";
  readonly status?: number;
  readonly retryAfterSeconds?: number;
  /** In words, without tokens, keys or bodies. */
  readonly message: string;
  /** The source's own words in it, at most 200 characters; absent when it gave none. */
  readonly said?: string;
  /** Of what is `rejected`: the part of the request that the source names, such as `$filter`. */
  readonly target?: string;
}

/** What one read of the source gives: failures of the source are values, never exceptions. */
export type SourceAnswer<T> =
  | { readonly ok: true; readonly value: T; readonly unusable: readonly Unusable[] }
  | { readonly ok: false; readonly failure: SourceFailure };

/** Thrown within a stream of the source's bytes that ended before its end. */
export class BrokenRead extends Error {
  readonly failure: SourceFailure;

  constructor(failure: SourceFailure) {
    super(failure.message);
    this.name = "BrokenRead";
    this.failure = failure;
  }
}

/** True when the source does not know what was asked for, or hides it from us, which it does not tell apart. */
export function isHidden({ kind }: SourceFailure): boolean {
  return kind === "not-found" || kind === "forbidden";
}
