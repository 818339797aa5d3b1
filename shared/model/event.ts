import { type Instant } from "./instant";
import { type Traceparent } from "./log";

/** The six kinds of event a flow can subscribe to, as they appear in routes, keys and callbacks. */
export const TRIGGERS = [
  "data-source-refresh-failed",
  "data-source-refresh-succeeded",
  "segment-threshold-crossed",
  "measure-threshold-crossed",
  "full-refresh-completed",
  "unification-completed",
] as const;

export type Trigger = (typeof TRIGGERS)[number];

/** The trigger's own part of a callback: flat, absent rather than null. */
export type EventFields = Readonly<Record<string, string | number | boolean>>;

/** A value's step from one sample to the next. */
export interface Crossing {
  readonly previous: number;
  readonly current: number;
}

/** What happened, as a rule found it. Immutable; found twice it has the same `eventId`. */
export interface DetectedEvent {
  readonly eventId: string;
  readonly trigger: Trigger;
  /** Lower case uuid. */
  readonly instanceId: string;
  readonly subjectId: string;
  /** CI's own name or id of the data source, segment or measure; what subscriptions to one resource are matched by. */
  readonly resource?: string;
  /** By the source's clock; the detection's where the source gives no time. */
  readonly occurredAt: Instant;
  readonly detectedAt: Instant;
  readonly fields: EventFields;
  /** What subscriptions' options are matched by. */
  readonly traits?: Readonly<Record<string, string>>;
  /** The step of a segment's or measure's value that thresholds are compared with. */
  readonly crossing?: Crossing;
  /** Of the poll that found it: whatever becomes of it is a part of that trace. Tells nothing of what happened. */
  readonly traceparent?: Traceparent;
}

/** An event with its place in the instance's ledger: 1, 2, 3… in the order in which they were stored. */
export interface StoredEvent extends DetectedEvent {
  readonly sequence: number;
}

/** The source lists its jobs only so far back, and not as far as what we knew: jobs may have come and gone unseen. */
export interface GapEvent {
  /** Deterministic, like an event's id. */
  readonly gapId: string;
  readonly detectedAt: Instant;
  /** When the newest job we knew was submitted. */
  readonly lastKnownAt?: Instant;
  /** When the oldest job listed now was submitted. */
  readonly oldestSeenAt?: Instant;
}

/** What happened at an instance, or that something may have happened unseen. */
export type HistoryEntry =
  | { readonly kind: "event"; readonly event: StoredEvent }
  | { readonly kind: "gap"; readonly gap: GapEvent & { readonly sequence: number } };

export function isTrigger(value: string): value is Trigger {
  return (TRIGGERS as readonly string[]).includes(value);
}

/** What a task carries of an event: enough to find it, and its id for the logs. */
export interface EventReference {
  readonly instanceId: string;
  readonly sequence: number;
  readonly eventId: string;
}

export function toReference({ instanceId, sequence, eventId }: EventReference): EventReference {
  return { instanceId, sequence, eventId };
}
