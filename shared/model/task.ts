import { type EventReference } from "./event";

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
}
