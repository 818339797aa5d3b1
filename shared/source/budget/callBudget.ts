import { type SourceFailure } from "../../model/sourceAnswer";
import { type JsonAnswer } from "../transport/jsonRequest";
import { type CallBudget, type CallPriority, type CallTurn, type LeaseCalls, createCallQueue } from "./callQueue";
import { createCallWindow, createClosures } from "./callWindow";

interface CallBudgetOptions {
  readonly callsPerMinute?: number;
  readonly now: () => Date;
  readonly wait: (delayMs: number) => Promise<void>;
  readonly random?: () => number;
  /** Divides the budget between hosts; without it this process has it alone. */
  readonly leaseCalls?: LeaseCalls;
}

/** Below the 100 that the connector's documentation names (A24). */
const CALLS_PER_MINUTE = 90;

/** Of so many calls, the poller leaves one free for reads. */
const CALLS_PER_SPARE = 6;

/** How long a call waits for its turn. */
const PATIENCE_MS: Readonly<Record<CallPriority, number>> = { read: 10_000, poll: 30_000 };

const URGENT_AFTER_MS = 15_000;

/**
 * One budget for the life of the process, for all that call the source with one subscription key (reference 4.1). Reads go
 * first, instances take turns, and what the source closes to us is not called before it said. Throws a RangeError when
 * `callsPerMinute` is no positive whole number.
 */
export function createCallBudget(options: CallBudgetOptions): CallBudget {
  const { callsPerMinute = CALLS_PER_MINUTE, now, wait, random = Math.random, leaseCalls } = options;
  if (!Number.isSafeInteger(callsPerMinute) || callsPerMinute < 1) {
    throw new RangeError(`callsPerMinute must be a positive whole number, not ${callsPerMinute}`);
  }
  const closures = createClosures(random);
  const window = createCallWindow(callsPerMinute);
  const spare = Math.floor(callsPerMinute / CALLS_PER_SPARE);
  const queue = createCallQueue({ window, closures, spare, leaseCalls, now, wait });
  const takeTurn = async ({ priority, instanceId }: CallTurn): Promise<SourceFailure | undefined> =>
    new Promise((start) => {
      const at = now().getTime();
      const [urgentAt, deadline] = [at + URGENT_AFTER_MS, at + PATIENCE_MS[priority]];
      queue.add({ priority, instanceId, urgentAt, deadline, start });
    });
  return {
    left: queue.left,
    call: async (turn, make) => {
      const refusal = await takeTurn(turn);
      if (refusal) return { ok: false, failure: refusal };
      const answer = await make();
      closures.learn(turn.instanceId, answer, now().getTime());
      if (!answer.ok) queue.review();
      return answer;
    },
  };
}

const ADMITTED: JsonAnswer = { ok: true, status: 200, json: undefined };

/**
 * The same budget, of which callers' reads have their share: a read takes its turn out of `reads` first, then out of `all`.
 * Without that, callers who read without pause would leave nothing to the poller. What the source answers is learned by
 * `all` alone; a read that `all` refuses has used up its turn in `reads`.
 */
export function capReads(all: CallBudget, reads: CallBudget): CallBudget {
  return {
    left: all.left,
    call: async (turn, make) => {
      if (turn.priority === "poll") return all.call(turn, make);
      let answer: JsonAnswer | undefined;
      const admission = await reads.call(turn, async () => {
        answer = await all.call(turn, make);
        return ADMITTED;
      });
      return answer ?? admission;
    },
  };
}
