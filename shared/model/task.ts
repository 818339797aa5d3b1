import { type ChunkReference, type Lane } from "./delivery";
import { type EventReference } from "./event";
import { type Instant, secondsSince } from "./instant";
import { type Traceparent } from "./log";
import { type Version } from "./subject";

/** The longest that a queue can hold a task back. */
export const MAX_DELAY_SECONDS = 7 * 86_400;

/** What a task tells of itself, for those who watch; it is done the same without. */
export interface ToldByTask {
  /** When its queue was to show it, by the clock of whoever queued it. */
  readonly showsAt?: Instant | undefined;
}

/** On queue `polls`: look at this instance. */
export interface PollTask extends ToldByTask {
  readonly instanceId: string;
  /** What asked for it. */
  readonly traceparent?: Traceparent | undefined;
}

/** On queue `events`: hand this event over to its subscriptions. */
export type DispatchTask = EventReference & ToldByTask;

/** On queue `redrives`: the `claim`th claim (from 1) of this redrive. */
export interface RedriveTask extends ToldByTask {
  readonly redriveId: string;
  readonly claim: number;
}

/** On queue `deliveries` or `deliveries-slow`, as the chunk's row says: the `claim`th claim (from 1) of this chunk. */
export interface DeliveryTask extends EventReference, ToldByTask {
  readonly chunkId: string;
  readonly claim: number;
  /** The chunk as its row was when this was queued: while it still is, its first claim need not read it. */
  readonly stored?: StoredReferences;
}

interface StoredReferences {
  readonly references: readonly ChunkReference[];
  readonly lane: Lane;
  readonly version: Version;
}

/** For the log line of a task that begins now: how late it is; nothing where its message does not tell. */
export function describeDelay({ showsAt }: ToldByTask, now: Date): { readonly queueSeconds?: number } {
  return showsAt === undefined ? {} : { queueSeconds: Math.max(0, secondsSince(showsAt, now)) };
}
