import { type JsonAnswer } from "../transport/requestJson";

/** Whose call it is: `read` has a caller who waits for the answer, `poll` is the poller's own. */
export type CallPriority = "read" | "poll";

export interface CallTurn {
  readonly priority: CallPriority;
  /** Empty for a call about no instance. */
  readonly instanceId: string;
}

/** What all hosts together may send to the source with one subscription key (reference 4.1). */
export interface CallBudget {
  /** Makes the call when its turn has come; a failure `throttled`, and no call, when it does not come in time. */
  readonly call: (turn: CallTurn, make: () => Promise<JsonAnswer>) => Promise<JsonAnswer>;
  /** Calls that this minute has left, as far as this process knows: what others took since its last call is not in it. */
  readonly left: () => number | undefined;
}

/**
 * Asks for calls out of what the hosts share; what is granted is used at once. `spare` of them must stay free for more
 * urgent ones. `retryAfterSeconds` says when to ask again for those that were not granted.
 */
export type LeaseCalls = (
  wanted: number,
  now: Date,
  spare: number,
) => Promise<{ readonly granted: number; readonly retryAfterSeconds: number; readonly left?: number }>;
