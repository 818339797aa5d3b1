/**
 * The limit of a process, which it keeps together with all others. It remembers what it knows of each bucket and lets
 * calls that come while a write is under way share the next one.
 */
import { setNewest } from "../model/recentMap";
import { type BatchDecision, type BucketMemory, admitBatch, decideKnown } from "./admitBatch";
import { type CallDecision } from "./admitCalls";
import { type BucketKey, type CallBucket, type RateLimitPorts } from "./ports";

export interface Admission {
  readonly admitted: boolean;
  /** Calls of the connection that would still be admitted. */
  readonly remaining: number;
  /** Seconds until one more will be. */
  readonly retryAfterSeconds: number;
}

export interface CallLimit {
  readonly windowMs: number;
  /** The most calls of a connection in any window. */
  readonly limits: Readonly<Record<CallBucket, number>>;
  /** Throws `storage-unavailable` when it cannot be known whether the call may be made: then it may not. */
  readonly admit: (key: BucketKey) => Promise<Admission>;
}

interface WaitingCall {
  readonly resolve: (admission: Admission) => void;
  readonly reject: (error: unknown) => void;
}

interface BucketState extends BucketMemory {
  waiting: readonly WaitingCall[];
  isBusy: boolean;
}

type Limits = Pick<CallLimit, "limits" | "windowMs">;

/** How many buckets are remembered. A forgotten one costs a read when it comes again. */
const MAX_REMEMBERED = 1_000;

/**
 * Creates the limit, for the life of the process. A connection that has no call left costs nothing until it has one
 * again.
 */
export function createCallLimit({ limits, windowMs }: Limits, deps: RateLimitPorts): CallLimit {
  const states = new Map<string, BucketState>();
  const admit = async (key: BucketKey): Promise<Admission> => {
    const state = stateOf(states, `${key.bucket}/${key.connection}`);
    const batch = { key, limit: limits[key.bucket], windowMs };
    const denied = decideKnown({ ...batch, id: "", wanted: 1 }, state, deps);
    if (denied) return toAdmission(denied, 0);
    return new Promise((resolve, reject) => {
      state.waiting = [...state.waiting, { resolve, reject }];
      const waiting = (): number => state.waiting.length;
      if (!state.isBusy) void serve(state, () => admitBatch({ ...batch, waiting }, state, deps));
    });
  };
  return { limits, windowMs, admit };
}

/** Decides until no call waits. It never throws: every waiting call gets the decision or the error. */
async function serve(state: BucketState, decide: () => Promise<BatchDecision>): Promise<void> {
  state.isBusy = true;
  while (state.waiting.length > 0) {
    try {
      const decision = await decide();
      for (const [index, { resolve }] of takeFirst(state, decision.wanted).entries())
        resolve(toAdmission(decision, index));
    } catch (error) {
      delete state.known;
      // Calls that came meanwhile have waited for the same storage.
      for (const { reject } of takeFirst(state, state.waiting.length)) reject(error);
    }
  }
  state.isBusy = false;
}

function takeFirst(state: BucketState, count: number): readonly WaitingCall[] {
  const first = state.waiting.slice(0, count);
  state.waiting = state.waiting.slice(count);
  return first;
}

/**
 * The admission of a batch's call number `index`. Calls are served in order, so `remaining` counts those after it as
 * free.
 */
function toAdmission({ admitted, remaining, retryAfterSeconds }: CallDecision, index: number): Admission {
  return { admitted: index < admitted, remaining: remaining + Math.max(0, admitted - 1 - index), retryAfterSeconds };
}

/** The state of a bucket, now the newest; a bucket with a write under way is not forgotten. */
function stateOf(states: Map<string, BucketState>, key: string): BucketState {
  const state = states.get(key) ?? { waiting: [], isBusy: false, isShared: false, gatherMs: 0 };
  setNewest(states, [key, state], { max: MAX_REMEMBERED, isInUse: ({ isBusy }) => isBusy });
  return state;
}
