/**
 * Answers of the source, the CI API: a value, or a failure as data. An answer may be usable in part; what cannot be
 * used of it is counted and never taken for absent.
 */

/** A part of an answer that could not be used. It is logged, and only this part is skipped. */
export interface Unusable {
  readonly what: string;
  readonly seen: string;
}

/**
 * Why the source could not be read. `not-found` and `forbidden` are handled alike for instances
 * (docs/customer-insights.md, A18). `throttled` and `unavailable` may say how long to wait.
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
    /** The source does not have this operation, or no longer; for writes only. */
    | "not-offered"
    | "malformed";
  readonly status?: number;
  readonly retryAfterSeconds?: number;
  /** A description without tokens, keys or bodies. */
  readonly message: string;
  /** The source's own words, at most 200 characters; absent when it gave none. */
  readonly said?: string;
  /** The part of a `rejected` request that the source names, such as `$filter`. */
  readonly target?: string;
}

/**
 * The result of one read of the source. `partial` says of a list that it may have more items: it was null, had no body,
 * or holds items that cannot be used. Nothing is absent because such a list does not hold it.
 */
export type SourceAnswer<T> =
  | { readonly ok: true; readonly value: T; readonly unusable: readonly Unusable[]; readonly partial?: true }
  | { readonly ok: false; readonly failure: SourceFailure };

/** The error in a stream of the source's bytes that breaks off. */
export class BrokenRead extends Error {
  readonly failure: SourceFailure;

  constructor(failure: SourceFailure) {
    super(failure.message);
    this.name = "BrokenRead";
    this.failure = failure;
  }
}

/**
 * True when the source does not know the thing, or hides it from us. The source itself does not distinguish the two.
 */
export function isHidden({ kind }: SourceFailure): boolean {
  return kind === "not-found" || kind === "forbidden";
}
