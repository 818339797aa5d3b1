/** One wide line per unit of work: `name` is noun.participle, the rest ids, counts, decisions, outcome. Never a secret. */
export type LogLine = { readonly name: string } & Readonly<Record<string, unknown>>;

/** `error` for what nobody expected; anything else is information. */
export type Log = (line: LogLine, level?: "error") => void;

/** The place of a span in its trace as W3C Trace Context writes it, version 00: `00-<trace id>-<span id>-<flags>`. */
export type Traceparent = string & { readonly brand: "Traceparent" };

/** Never a secret, nor what identifies a person. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanStart {
  readonly name: string;
  /** `server` answers a request, `client` makes one, `consumer` works on a task; absent: a part of these. */
  readonly kind?: "server" | "client" | "consumer";
  /** What it is a part of, when that is not the span under way here. */
  readonly parent?: Traceparent | undefined;
  /** What it has to do with without being a part of it. */
  readonly links?: readonly (Traceparent | undefined)[];
  readonly startedAt?: Date;
  readonly attributes?: SpanAttributes;
}

/** Adds to the span under way; `error` says in one of our words that it did not succeed. */
export type NoteSpan = (attributes: SpanAttributes, error?: string) => void;

/** Does the work as a span of a trace, which also ends, as failed, when the work throws. */
export type InSpan = <T>(start: SpanStart, work: (note: NoteSpan) => Promise<T>) => Promise<T>;

/** What a function needs to be seen in traces. */
export interface TraceDeps {
  readonly inSpan: InSpan;
  /** Of the span under way; undefined where nothing is traced. */
  readonly traceparent: () => Traceparent | undefined;
}

/** Traces nothing, at no cost. */
export const NO_TRACE: TraceDeps = { inSpan: (_start, work) => work(() => undefined), traceparent: () => undefined };

/** One HTTP request to storage, each try counted; `operation` is one of few words. */
export interface StorageOperation {
  readonly service: "table" | "queue";
  readonly operation: string;
}

/** Undefined for anything else: what a trace belongs to is never worth refusing work for. */
export function parseTraceparent(value: unknown): Traceparent | undefined {
  return isTraceparent(value) ? value : undefined;
}

/** All zeros are no id. */
const PATTERN = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

function isTraceparent(value: unknown): value is Traceparent {
  return typeof value === "string" && PATTERN.test(value);
}
