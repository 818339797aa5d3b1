import { setNewest } from "../model/recentMap";
import {
  type Admission,
  type BatchDecision,
  type BucketKey,
  type BucketMemory,
  type CallLimit,
  type CallLimitDeps,
  admitBatch,
  decideKnown,
} from "./admitBatch";
import { type CallDecision } from "./admitCalls";

interface WaitingCall {
  readonly resolve: (admission: Admission) => void;
  readonly reject: (error: unknown) => void;
}

interface BucketState extends BucketMemory {
  waiting: readonly WaitingCall[];
  isBusy: boolean;
}

type Limits = Pick<CallLimit, "limits" | "windowMs">;

/** To forget a bucket costs one read when it comes again. */
const MAX_REMEMBERED = 1_000;

/**
 * The limit for the life of the process. Calls of a connection that come while a write is under way share the next one;
 * a connection that has no place left costs nothing until it has one again.
 */
export function createCallLimit({ limits, windowMs }: Limits, deps: CallLimitDeps): CallLimit {
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

/** Never throws: whoever waits is told. */
async function serve(state: BucketState, decide: () => Promise<BatchDecision>): Promise<void> {
  state.isBusy = true;
  while (state.waiting.length > 0) {
    try {
      const decision = await decide();
      for (const [index, { resolve }] of takeFirst(state, decision.wanted).entries())
        resolve(toAdmission(decision, index));
    } catch (error) {
      delete state.known;
      // Those that came meanwhile have waited for the same storage.
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

/** First come, first served: the first of a batch had all that the others took still before it. */
function toAdmission({ admitted, remaining, retryAfterSeconds }: CallDecision, index: number): Admission {
  return { admitted: index < admitted, remaining: remaining + Math.max(0, admitted - 1 - index), retryAfterSeconds };
}

/** The state of a bucket, now the newest; a bucket with a write under way is not forgotten. */
function stateOf(states: Map<string, BucketState>, key: string): BucketState {
  const state = states.get(key) ?? { waiting: [], isBusy: false, isShared: false, gatherMs: 0 };
  setNewest(states, [key, state], { max: MAX_REMEMBERED, isInUse: ({ isBusy }) => isBusy });
  return state;
}
