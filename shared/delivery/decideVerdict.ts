import { type Answer, type DeathCause, type Verdict } from "../model/delivery";
import { retryDelaySeconds } from "./retryDelay";

/** Attempts before an answer that will hardly change is taken for final. */
const FEW_ATTEMPTS = 3;

/** A flow's own error codes that say it will not take this callback, ever (reference/connector-rules.md 7). */
const STOP_CODES: ReadonlyMap<string, DeathCause> = new Map([
  ["workflowtriggerisnotenabled", "flow-off"],
  ["workflownotfound", "flow-deleted"],
  ["workflowtriggerversionnotfound", "flow-deleted"],
  ["triggerinputschemamismatch", "schema-mismatch"],
]);

/** What an answer leads to: the retry floor of its class, or the cause of giving up after `attempts`. */
interface AnswerRule {
  readonly floorSeconds?: number;
  readonly giveUp?: { readonly cause: DeathCause; readonly attempts: number };
}

/** What becomes of a delivery after attempt `attempt` (from 1). Pure: `random` in [0, 1) spreads the retries. `schedule`: seconds before each retry. */
export function decideVerdict(answer: Answer, attempt: number, schedule: readonly number[], random: number): Verdict {
  const { status, retryAfterSeconds } = answer;
  if (status !== undefined && status >= 200 && status < 300) return { outcome: "delivered" };
  const { floorSeconds = 0, giveUp } = ruleOf(answer);
  if (giveUp && attempt >= giveUp.attempts) return { outcome: "dead", cause: giveUp.cause };
  const wish = retryAfterSeconds === undefined ? { floorSeconds } : { floorSeconds, retryAfterSeconds };
  const delaySeconds = retryDelaySeconds(schedule, attempt, wish, random);
  return delaySeconds === undefined
    ? { outcome: "dead", cause: "attempts-used-up" }
    : { outcome: "retrying", delaySeconds };
}

/** The answer table (reference/connector-rules.md 7, floors from reference/webhook-delivery.md D). */
const RULES: Readonly<Record<number, AnswerRule>> = {
  401: { floorSeconds: 300, giveUp: { cause: "unauthorized", attempts: FEW_ATTEMPTS } },
  403: { floorSeconds: 300, giveUp: { cause: "unauthorized", attempts: FEW_ATTEMPTS } },
  404: { floorSeconds: 300 },
  408: { floorSeconds: 120 },
  410: { giveUp: { cause: "gone", attempts: 1 } },
  429: { floorSeconds: 30 },
  503: { floorSeconds: 30 },
};

/** A redirect is never followed and never a success; a request refused as it is will hardly be taken later. */
const REFUSED: AnswerRule = { giveUp: { cause: "rejected", attempts: FEW_ATTEMPTS } };

function ruleOf({ status = 0, errorCode = "" }: Answer): AnswerRule {
  const isRefusal = status >= 300 && status < 500;
  const stop = isRefusal ? STOP_CODES.get(errorCode.toLowerCase()) : undefined;
  if (stop) return { giveUp: { cause: stop, attempts: 1 } };
  return RULES[status] ?? (isRefusal ? REFUSED : {});
}
