import { type CallerMemory, admitBatch, decideKnown } from "./admitBatch";
import { type CallDecision } from "./admitCalls";
import { type Admission, type Caller, type CallLimit, type CallLimitDeps } from "./callLimit";

interface WaitingCall {
  readonly resolve: (admission: Admission) => void;
  readonly reject: (error: unknown) => void;
}

interface CallerState extends CallerMemory {
  waiting: readonly WaitingCall[];
  isBusy: boolean;
}

type Limits = Pick<CallLimit, "limits" | "windowMs">;

/** To forget a caller costs one read when it comes again. */
const MOST_REMEMBERED = 1_000;

/**
 * The limit for the life of the process. Calls of a connection that come while a write is under way share the next one;
 * a connection that has no place left costs nothing until it has one again.
 */
export function createCallLimit({ limits, windowMs }: Limits, deps: CallLimitDeps): CallLimit {
  const states = new Map<string, CallerState>();
  const admit = async (caller: Caller): Promise<Admission> => {
    const state = remember(states, `${caller.bucket}/${caller.connection}`);
    const batch = { caller, limit: limits[caller.bucket], windowMs };
    const denied = decideKnown({ ...batch, id: "", wanted: 1 }, state, deps);
    if (denied) return toAdmission(denied, 0);
    return new Promise((resolve, reject) => {
      state.waiting = [...state.waiting, { resolve, reject }];
      if (!state.isBusy) void serve(state, (wanted) => admitBatch({ ...batch, wanted }, state, deps));
    });
  };
  return { limits, windowMs, admit };
}

/** Never throws: whoever waits is told. */
async function serve(state: CallerState, decide: (wanted: number) => Promise<CallDecision>): Promise<void> {
  state.isBusy = true;
  while (state.waiting.length > 0) {
    const batch = state.waiting;
    state.waiting = [];
    try {
      const decision = await decide(batch.length);
      for (const [index, { resolve }] of batch.entries()) resolve(toAdmission(decision, index));
    } catch (error) {
      delete state.known;
      // Those that came meanwhile have waited for the same storage.
      const all = [...batch, ...state.waiting];
      state.waiting = [];
      for (const { reject } of all) reject(error);
    }
  }
  state.isBusy = false;
}

/** First come, first served: the first of a batch had all that the others took still before it. */
function toAdmission({ admitted, remaining, retryAfterSeconds }: CallDecision, index: number): Admission {
  return { admitted: index < admitted, remaining: remaining + Math.max(0, admitted - 1 - index), retryAfterSeconds };
}

/** Moves the caller to the end of the map and forgets the one that was not heard of for longest. */
function remember(states: Map<string, CallerState>, key: string): CallerState {
  const state = states.get(key) ?? { waiting: [], isBusy: false, isShared: false };
  states.delete(key);
  states.set(key, state);
  if (states.size > MOST_REMEMBERED) {
    for (const [oldest, { isBusy }] of states) {
      if (isBusy || oldest === key) continue;
      states.delete(oldest);
      break;
    }
  }
  return state;
}
