import { type ReceiverAnswer, type DeathCause, type Verdict } from "../model/delivery";
import { type Health } from "../model/subscription";

const MINUTE = 60;

const HOUR = 60 * MINUTE;

const DAY = 24 * HOUR;

/** The default waits after the first, second… failed attempt, before jitter: 12 attempts, over three days even at the least jitter. */
export const RETRY_SCHEDULE_SECONDS: readonly number[] = [
  5,
  30,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  1 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
];

/** What becomes of a delivery after attempt `attempt` (from 1). Pure: `random` in [0, 1) spreads the retries. `schedule`: seconds before each retry. */
export function decideVerdict(
  answer: ReceiverAnswer,
  attempt: number,
  schedule: readonly number[],
  random: number,
): Verdict {
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

/** Attempts before an answer that will hardly change is taken for final. */
const REFUSAL_ATTEMPTS = 3;

/** The answer table (reference/connector-rules.md 7, floors from reference/webhook-delivery.md D). */
const RULES: Readonly<Record<number, AnswerRule>> = {
  401: { floorSeconds: 300, giveUp: { cause: "unauthorized", attempts: REFUSAL_ATTEMPTS } },
  403: { floorSeconds: 300, giveUp: { cause: "unauthorized", attempts: REFUSAL_ATTEMPTS } },
  404: { floorSeconds: 300 },
  408: { floorSeconds: 120 },
  410: { giveUp: { cause: "gone", attempts: 1 } },
  429: { floorSeconds: 30 },
  503: { floorSeconds: 30 },
};

/** A redirect is never followed and never a success; a request refused as it is will hardly be taken later. */
const REFUSED: AnswerRule = { giveUp: { cause: "rejected", attempts: REFUSAL_ATTEMPTS } };

function ruleOf({ status = 0, errorCode = "" }: ReceiverAnswer): AnswerRule {
  const isRefusal = status >= 300 && status < 500;
  const stop = isRefusal ? STOP_CODES.get(errorCode.toLowerCase()) : undefined;
  if (stop) return { giveUp: { cause: stop, attempts: 1 } };
  return RULES[status] ?? (isRefusal ? REFUSED : {});
}

const JITTER = 0.2;

export interface RetryHint {
  /** What the receiver asked for; obeyed in full up to a day and never undercut. */
  readonly retryAfterSeconds?: number;
  /** Least wait for this class of answer. */
  readonly floorSeconds?: number;
}

/**
 * Seconds until the next attempt, undefined when the schedule has none left. `failed` counts attempts from 1, `random` is in [0, 1).
 * Jitter of ±20 % keeps retries apart; where a floor or `Retry-After` rules, it only adds.
 */
export function retryDelaySeconds(
  schedule: readonly number[],
  failed: number,
  wish: RetryHint,
  random: number,
): number | undefined {
  const base = schedule[failed - 1];
  if (base === undefined) return undefined;
  const jittered = base * (1 - JITTER + 2 * JITTER * random);
  const least = Math.max(wish.floorSeconds ?? 0, Math.min(wish.retryAfterSeconds ?? 0, DAY));
  return Math.ceil(Math.max(jittered, least * (1 + JITTER * random)));
}

/** A dormant subscription has one try per event: what would be tried again is given up. */
export function onlyTry(verdict: Verdict, health: Health | undefined): Verdict {
  const isOver = health?.state === "dormant" && verdict.outcome === "retrying";
  return isOver ? { outcome: "dead", cause: "dormant" } : verdict;
}
