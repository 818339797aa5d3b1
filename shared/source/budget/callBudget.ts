/**
 * The budget of calls to CI: how many calls a minute all hosts together may make with one subscription key (A24), and
 * whose call is next. callQueue.ts holds the waiting calls, callWindow.ts counts the calls made and what the source has
 * closed.
 */

import { type SourceFailure } from "../../model/sourceAnswer";
import { type JsonAnswer } from "../transport/jsonRequest";
import { type CallBudget, type CallPriority, type CallTurn, type LeaseCalls, createCallQueue } from "./callQueue";
import { createCallWindow, createBlocks } from "./callWindow";

interface CallBudgetOptions {
  readonly callsPerMinute?: number;
  readonly now: () => Date;
  readonly wait: (delayMs: number) => Promise<void>;
  readonly random?: () => number;
  /** Divides the budget between hosts; this process has all of it when there is none. */
  readonly leaseCalls?: LeaseCalls;
}

/** Default of `callsPerMinute`, below the 100 that the connector's documentation names (A24). */
const CALLS_PER_MINUTE = 90;

/** The poller leaves one in this many calls free for reads. */
const CALLS_PER_SPARE = 6;

/** The longest wait of a call for its turn. */
const PATIENCE_MS: Readonly<Record<CallPriority, number>> = { read: 10_000, poll: 30_000 };

const URGENT_AFTER_MS = 15_000;

/**
 * Makes the budget of the process for all calls with one subscription key. Reads go first, instances take turns, and
 * the source is not called before the time that it asked us to wait. Throws a RangeError when `callsPerMinute` is no
 * positive whole number.
 */
export function createCallBudget(options: CallBudgetOptions): CallBudget {
  const { callsPerMinute = CALLS_PER_MINUTE, now, wait, random = Math.random, leaseCalls } = options;
  if (!Number.isSafeInteger(callsPerMinute) || callsPerMinute < 1) {
    throw new RangeError(`callsPerMinute must be a positive whole number, not ${callsPerMinute}`);
  }
  const blocks = createBlocks(random);
  const window = createCallWindow(callsPerMinute);
  const spare = Math.floor(callsPerMinute / CALLS_PER_SPARE);
  const queue = createCallQueue({ window, blocks, spare, leaseCalls, now, wait });
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
      blocks.learn(turn.instanceId, answer, now().getTime());
      if (!answer.ok) queue.review();
      return answer;
    },
  };
}

const ADMITTED: JsonAnswer = { ok: true, status: 200, json: undefined };

/**
 * Limits callers' reads to a share of the budget: a read takes its turn out of `reads` first, then out of `all`.
 * Otherwise callers who read all the time would leave nothing to the poller. Only `all` learns from the source's
 * answers; a read that `all` refuses has used up its turn in `reads`.
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
