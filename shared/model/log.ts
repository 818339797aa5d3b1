/**
 * Log lines and traces. One wide line is written per unit of work, and metrics are made of these lines
 * (telemetry/telemetry.ts). A trace is made of spans, which link a poll to the callbacks of the events that it
 * found.
 */

/**
 * A log line: `name` is noun.participle; the other fields are ids, counts, decisions, an outcome, and never a secret.
 */
export type LogLine = { readonly name: string } & Readonly<Record<string, unknown>>;

/** Writes a line. The level `error` is for unexpected faults; every other line is information. */
export type Log = (line: LogLine, level?: "error") => void;

/** A span within its trace, in the form of W3C Trace Context, version 00: `00-<trace id>-<span id>-<flags>`. */
export type Traceparent = string & { readonly brand: "Traceparent" };

/** Attributes of a span: never a secret, and nothing that identifies a person. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanStart {
  readonly name: string;
  /** `server` answers a request, `client` sends one, `consumer` works on a task; absent for a part of these. */
  readonly kind?: "server" | "client" | "consumer";
  /** The parent, when that is not the span under way. */
  readonly parent?: Traceparent | undefined;
  /** Related spans that are not the parent. */
  readonly links?: readonly (Traceparent | undefined)[];
  readonly startedAt?: Date;
  readonly attributes?: SpanAttributes;
}

/** Adds attributes to the span under way. An `error`, a word of ours, marks the span as failed. */
export type NoteSpan = (attributes: SpanAttributes, error?: string) => void;

/** Does the work as a span. When the work throws, the span ends as failed. */
export type InSpan = <T>(start: SpanStart, work: (note: NoteSpan) => Promise<T>) => Promise<T>;

/** The functions that make traces. */
export interface TraceDeps {
  readonly inSpan: InSpan;
  /** The span under way; undefined when nothing is traced. */
  readonly traceparent: () => Traceparent | undefined;
}

/** Makes no traces, at no cost. */
export const NO_TRACE: TraceDeps = { inSpan: (_start, work) => work(() => undefined), traceparent: () => undefined };

/** One HTTP request to storage; a retry is a further one. `operation` is one of few words. */
export interface StorageOperation {
  readonly service: "table" | "queue";
  readonly operation: string;
}

/** The traceparent in a value; undefined for any other value, because a bad one is no reason to refuse work. */
export function parseTraceparent(value: unknown): Traceparent | undefined {
  return isTraceparent(value) ? value : undefined;
}

/** An id of zeros is invalid. */
const PATTERN = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

function isTraceparent(value: unknown): value is Traceparent {
  return typeof value === "string" && PATTERN.test(value);
}
