/**
 * Tasks: the messages on our queues. A task only points at stored rows, so losing or repeating one loses or repeats
 * nothing. The parsers are in `validation`.
 */
import { type ChunkReference, type Lane } from "./delivery";
import { type EventReference } from "./event";
import { type Instant, secondsSince } from "./instant";
import { type Traceparent } from "./log";
import { type Version } from "./stored";

/** The longest delay of a message that a storage queue allows. */
export const MAX_DELAY_SECONDS = 7 * 86_400;

/** When a task was due. It serves logs and metrics only. */
export interface TaskTiming {
  /** When the queue is to show the message, by the clock of the host that queued it. */
  readonly showsAt?: Instant | undefined;
}

/** A task on queue `polls`: poll this instance. */
export interface PollTask extends TaskTiming {
  readonly instanceId: string;
  /** The span that asked for the poll. */
  readonly traceparent?: Traceparent | undefined;
}

/** A task on queue `events`: hand this event over to its subscriptions. */
export type DispatchTask = EventReference & TaskTiming;

/** A task on queue `redrives`: claim this redrive for the `claim`th time, counted from 1. */
export interface RedriveTask extends TaskTiming {
  readonly redriveId: string;
  readonly claim: number;
}

/** A task on queue `deliveries` or `deliveries-slow`: claim this chunk for the `claim`th time, counted from 1. */
export interface DeliveryTask extends EventReference, TaskTiming {
  readonly chunkId: string;
  readonly claim: number;
  /**
   * A copy of the chunk at the time of queueing. If its version is still current, the first claim need not read the
   * row.
   */
  readonly stored?: StoredReferences;
}

interface StoredReferences {
  readonly references: readonly ChunkReference[];
  readonly lane: Lane;
  readonly version: Version;
}

/** The field of the log line that says how late a task begins; none when its message does not say when it was due. */
export function describeDelay({ showsAt }: TaskTiming, now: Date): { readonly queueSeconds?: number } {
  return showsAt === undefined ? {} : { queueSeconds: Math.max(0, secondsSince(showsAt, now)) };
}
