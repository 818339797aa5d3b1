import { type ChunkReference, type Lane } from "./delivery";
import { type EventReference } from "./event";
import { type Version } from "./subject";

/** The longest that a queue can hold a task back. */
export const LONGEST_DELAY_SECONDS = 7 * 86_400;

/** On queue `polls`: look at this instance. */
export interface PollTask {
  readonly instanceId: string;
}

/** On queue `events`: hand this event over to its subscriptions. */
export type DispatchTask = EventReference;

/** On queue `redrives`: the `claim`th claim (from 1) of this redrive. */
export interface RedriveTask {
  readonly redriveId: string;
  readonly claim: number;
}

/** On queue `deliveries` or `deliveries-slow`, as the chunk's row says: the `claim`th claim (from 1) of this chunk. */
export interface DeliveryTask extends EventReference {
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
