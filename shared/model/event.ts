/**
 * Events: what happened at an instance, as one of the six triggers. A rule of detection finds an event; stored, it has
 * a number in the instance's ledger and never changes. The history of an instance is its events and gaps.
 */
import { type Instant } from "./instant";
import { type Traceparent } from "./log";

/** The six kinds of event that a flow can subscribe to, in the spelling of routes, keys and callbacks. */
export const TRIGGERS = [
  "data-source-refresh-failed",
  "data-source-refresh-succeeded",
  "segment-threshold-crossed",
  "measure-threshold-crossed",
  "full-refresh-completed",
  "unification-completed",
] as const;

export type Trigger = (typeof TRIGGERS)[number];

/** The trigger's own fields of a callback: a flat object, in which a missing value is absent and never null. */
export type EventFields = Readonly<Record<string, string | number | boolean>>;

/** The step of a value from one sample to the next. */
export interface Crossing {
  readonly previous: number;
  readonly current: number;
}

/** An event as a rule found it. The same observation always makes the same `eventId`. */
export interface DetectedEvent {
  readonly eventId: string;
  readonly trigger: Trigger;
  /** A UUID in lower case. */
  readonly instanceId: string;
  readonly subjectId: string;
  /** CI's name or id of the data source, segment or measure; subscriptions to one resource are matched by it. */
  readonly resource?: string;
  /** When it happened by the source's clock; by ours when the source gives no time. */
  readonly occurredAt: Instant;
  readonly detectedAt: Instant;
  readonly fields: EventFields;
  /** Properties that the options of subscriptions are matched by. */
  readonly traits?: Readonly<Record<string, string>>;
  /** The step of a segment's or measure's value, which thresholds are compared with. */
  readonly crossing?: Crossing;
  /** The trace of the poll that found the event; dispatching and delivering it are part of this trace. */
  readonly traceparent?: Traceparent;
}

/** An event with its number in the instance's ledger: 1, 2, 3… in the order in which events were stored. */
export interface StoredEvent extends DetectedEvent {
  readonly sequence: number;
}

/**
 * A gap: the source's list of jobs no longer reaches back to the newest job that we knew, so jobs may have been missed.
 */
export interface GapEvent {
  /** An id that is deterministic, like that of an event. */
  readonly gapId: string;
  readonly detectedAt: Instant;
  /** When the newest job we knew was submitted. */
  readonly lastKnownAt?: Instant;
  /** When the oldest job listed now was submitted. */
  readonly oldestSeenAt?: Instant;
}

/** An entry of an instance's history. */
export type HistoryEntry =
  | { readonly kind: "event"; readonly event: StoredEvent }
  | { readonly kind: "gap"; readonly gap: GapEvent & { readonly sequence: number } };

export function isTrigger(value: string): value is Trigger {
  return (TRIGGERS as readonly string[]).includes(value);
}

/** A reference to a stored event: the keys of its row, and its id for the logs. */
export interface EventReference {
  readonly instanceId: string;
  readonly sequence: number;
  readonly eventId: string;
}

export function toReference({ instanceId, sequence, eventId }: EventReference): EventReference {
  return { instanceId, sequence, eventId };
}
