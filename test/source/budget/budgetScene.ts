import { createCallBudget } from "../../../shared/source/budget/callBudget";
import { type CallBudget, type CallPriority } from "../../../shared/source/budget/callQueue";
import { type JsonAnswer } from "../../../shared/source/transport/jsonRequest";
import { type FakeClock, aClock } from "./aClock";

export const OK: JsonAnswer = { ok: true, status: 200, json: {} };

export function refused(kind: "throttled" | "unavailable", retryAfterSeconds?: number): JsonAnswer {
  const seconds = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return { ok: false, failure: { kind, status: kind === "throttled" ? 429 : 503, message: "wait", ...seconds } };
}

interface BudgetScene {
  readonly clock: FakeClock;
  /** Asks for calls, which are called `priority instance`. */
  readonly ask: (priority: CallPriority, instanceId: string, count?: number) => void;
  readonly left: CallBudget["left"];
  /** Asks for one call and gives its answer. */
  readonly answerTo: (priority: CallPriority, instanceId: string) => Promise<JsonAnswer>;
  /** The names of the calls that were made, in order, since this was last asked. */
  readonly made: () => Promise<string[]>;
  /** What the source answers from now on. */
  readonly answerWith: (answer: JsonAnswer | Promise<JsonAnswer>) => void;
}

export function aBudget(options: Partial<Parameters<typeof createCallBudget>[0]> = {}): BudgetScene {
  const clock = aClock();
  const budget: CallBudget = createCallBudget({ ...clock, random: () => 1, ...options });
  let names: string[] = [];
  let answer: JsonAnswer | Promise<JsonAnswer> = OK;
  const answerTo: BudgetScene["answerTo"] = async (priority, instanceId) =>
    budget.call({ priority, instanceId }, async () => {
      names.push(`${priority} ${instanceId}`);
      return answer;
    });
  return {
    clock,
    left: budget.left,
    answerTo,
    ask: (priority, instanceId, count = 1) => {
      for (let call = 0; call < count; call += 1) void answerTo(priority, instanceId);
    },
    made: async () => {
      await clock.settle();
      const since = names;
      names = [];
      return since;
    },
    answerWith: (next) => {
      answer = next;
    },
  };
}
