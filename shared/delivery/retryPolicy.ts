/**
 * The retry policy: what a receiver's answer leads to, when a delivery is tried again, and when it is given up. This
 * file is pure and decides alone; `attempt.ts` makes the POST, `followUps.ts` plans the chunks that follow.
 *
 * An answer of 2xx ends a delivery. Any other answer, or none, is tried again after the next wait of the schedule (5 s,
 * 30 s, 2 min … 2 days: 12 attempts over about four days). Some answers have a least wait (`RULES`), and a receiver may
 * ask for one with `Retry-After`, which is obeyed in full up to a day; a longer one counts as a day. The wait is the
 * longer of two: the schedule's, spread by ±20 %, and the least one that the answer asks for, lengthened by up to 20 %.
 * So a flow that answers its first attempt with 503 and `Retry-After: 120` is tried again after 120 to 144 seconds.
 *
 * A delivery is given up, and becomes a dead letter that an operator or its maker can redrive, when
 * - the schedule has no wait left: `attempts-used-up`, whatever `Retry-After` the last answer had;
 * - the answer says that the flow will not take it: at once for stop codes and 410, after three attempts for other
 *   refusals;
 * - its subscription is dormant, which has one attempt per event: `dormant`.
 * The table of answers with its reasons and sources is in `docs/power-automate.md`, "What an answer means".
 */
import { type ReceiverAnswer, type DeathCause, type Verdict } from "../model/delivery";
import { type Health } from "../model/subscription";

const MINUTE = 60;

const HOUR = 60 * MINUTE;

const DAY = 24 * HOUR;

/**
 * The default waits after the first, second… failed attempt, before jitter (setting `RETRY_SCHEDULE_SECONDS`): 12
 * attempts over about four days, and over more than three even when every wait is shortened by 20 %.
 */
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

/**
 * Decides what becomes of a delivery after its attempt number `attempt`, which is counted from 1, and from 1 again
 * after a redrive. `schedule` holds the seconds before each retry; `random` in [0, 1) spreads the retries.
 */
export function decideVerdict(
  answer: ReceiverAnswer,
  attempt: number,
  schedule: readonly number[],
  random: number,
): Verdict {
  const { status, retryAfterSeconds = 0 } = answer;
  if (status !== undefined && status >= 200 && status < 300) return { outcome: "delivered" };
  const { floorSeconds = 0, giveUp } = ruleOf(answer);
  if (giveUp && attempt >= giveUp.attempts) return { outcome: "dead", cause: giveUp.cause };
  const delaySeconds = retryDelaySeconds(schedule, attempt, { floorSeconds, retryAfterSeconds }, random);
  return delaySeconds === undefined
    ? { outcome: "dead", cause: "attempts-used-up" }
    : { outcome: "retrying", delaySeconds };
}

/** Error codes of a flow, in lower case, that say it will never take this callback (`docs/power-automate.md`). */
const STOP_CODES: ReadonlyMap<string, DeathCause> = new Map([
  ["workflowtriggerisnotenabled", "flow-off"],
  ["workflownotfound", "flow-deleted"],
  ["workflowtriggerversionnotfound", "flow-deleted"],
  ["triggerinputschemamismatch", "schema-mismatch"],
]);

/** What an answer leads to: the least wait before the retry, or the cause of giving up after `attempts`. */
interface AnswerRule {
  readonly floorSeconds?: number;
  readonly giveUp?: { readonly cause: DeathCause; readonly attempts: number };
}

/** Attempts before an answer that will hardly change is taken for final. */
const REFUSAL_ATTEMPTS = 3;

/** The answers with a rule of their own, by status (`docs/power-automate.md`). */
const RULES: Readonly<Record<number, AnswerRule>> = {
  401: { floorSeconds: 300, giveUp: { cause: "unauthorized", attempts: REFUSAL_ATTEMPTS } },
  403: { floorSeconds: 300, giveUp: { cause: "unauthorized", attempts: REFUSAL_ATTEMPTS } },
  404: { floorSeconds: 300 },
  408: { floorSeconds: 120 },
  410: { giveUp: { cause: "gone", attempts: 1 } },
  429: { floorSeconds: 30 },
  503: { floorSeconds: 30 },
};

/** Any other 3xx or 4xx: a redirect is never followed, and a request refused as it is will hardly be taken later. */
const REFUSED: AnswerRule = { giveUp: { cause: "rejected", attempts: REFUSAL_ATTEMPTS } };

function ruleOf({ status = 0, errorCode = "" }: ReceiverAnswer): AnswerRule {
  const isRefusal = status >= 300 && status < 500;
  const stop = isRefusal ? STOP_CODES.get(errorCode.toLowerCase()) : undefined;
  if (stop) return { giveUp: { cause: stop, attempts: 1 } };
  return RULES[status] ?? (isRefusal ? REFUSED : {});
}

/** The share of a wait by which it is spread, so that many retries do not come at the same moment. */
const JITTER = 0.2;

export interface RetryHint {
  /** The receiver's `Retry-After`. Values above a day count as a day. */
  readonly retryAfterSeconds?: number;
  /** The least wait for this class of answer. */
  readonly floorSeconds?: number;
}

/**
 * Whole seconds until the next attempt after `failed` attempts (counted from 1); undefined when the schedule has none
 * left. The wait of the schedule is spread by ±20 %. It is never shorter than the hint, which is only spread upwards.
 */
export function retryDelaySeconds(
  schedule: readonly number[],
  failed: number,
  { floorSeconds = 0, retryAfterSeconds = 0 }: RetryHint,
  random: number,
): number | undefined {
  const base = schedule[failed - 1];
  if (base === undefined) return undefined;
  const jittered = base * (1 - JITTER + 2 * JITTER * random);
  const least = Math.max(floorSeconds, Math.min(retryAfterSeconds, DAY));
  return Math.ceil(Math.max(jittered, least * (1 + JITTER * random)));
}

/** A dormant subscription has one attempt per event: a retry becomes a dead letter. */
export function applyDormancy(verdict: Verdict, health: Health | undefined): Verdict {
  const isOver = health?.state === "dormant" && verdict.outcome === "retrying";
  return isOver ? { outcome: "dead", cause: "dormant" } : verdict;
}
