import { type JsonAnswer } from "../transport/requestJson";
import { type CallBudget } from "./callBudget";

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
