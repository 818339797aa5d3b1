/**
 * The work of a `RedriveTask`: the next dead letters, or poison, of a redrive are taken up, and the task for those
 * after them is queued with a delay that keeps to the rate.
 */
import { type DeadLetter, type Poison, type Redrive } from "../../model/deadLetter";
import { unlessUnreadable } from "../../model/errors";
import { addSeconds, toInstant } from "../../model/instant";
import { type Subscription } from "../../model/subscription";
import { type RedriveTask, describeDelay } from "../../model/task";
import { RECOVERY_SECONDS } from "../lease";
import { type RequeueDeps, requeuePoison } from "./poison";
import { type ListDeadLettersDeps, listEveryDeadLetter, planRedrive } from "./redriveDeadLetters";
import { type DeliveryPorts } from "../ports";

type RedriveDeadLetterDeps = Pick<
  DeliveryPorts,
  "loadEvent" | "loadSubscription" | "reviveDelivery" | "reopenEvent" | "queueDelivery" | "markRedriven" | "now"
>;

type TakeUpDeps = RedriveDeadLetterDeps & RequeueDeps & ListDeadLettersDeps & Pick<DeliveryPorts, "touchWatch">;

export type AdvanceDeps = TakeUpDeps &
  Pick<DeliveryPorts, "loadRedrive" | "saveRedrive" | "queueRedrive" | "redrivesPerMinute" | "log">;

/** Dead letters that one task takes up: few enough to end long before its claim does. */
const MAX_PER_TASK = 50;

/**
 * Advances a redrive by one task. It is claimed like a chunk, so that of a repeated task one goes on; the sweep queues
 * again what a crash interrupted.
 */
export async function advanceRedrive(task: RedriveTask, deps: AdvanceDeps): Promise<void> {
  const { redriveId, claim } = task;
  const line = { redriveId, claim, ...describeDelay(task, deps.now()) };
  const claimed = await claimRedrive(task, deps);
  if (!claimed) return deps.log({ name: "redrive.advanced", ...line, outcome: "stale" });
  const top = Math.min(MAX_PER_TASK, deps.redrivesPerMinute);
  const { redriven, passedOver, cursor } = await takeUpDeadLetters(claimed, top, deps);
  const delaySeconds = ((redriven + passedOver) * 60) / deps.redrivesPerMinute;
  const { dueAt: _, ...rest } = claimed;
  const next = {
    ...rest,
    redriven: claimed.redriven + redriven,
    passedOver: claimed.passedOver + passedOver,
  };
  const isDone = cursor === undefined;
  // A redrive without `dueAt` is not taken up any more.
  const going = isDone
    ? { endedAt: toInstant(deps.now()) }
    : { cursor, dueAt: addSeconds(deps.now(), delaySeconds + RECOVERY_SECONDS) };
  const saved = await deps.saveRedrive({ ...next, ...going });
  if (saved && !isDone) await deps.queueRedrive({ redriveId, claim: claim + 1 }, delaySeconds);
  const outcome = saved ? (isDone ? "completed" : "continued") : "overtaken";
  deps.log({ name: "redrive.advanced", ...line, outcome, redriven: next.redriven, passedOver: next.passedOver });
}

/** How long a claim of a redrive is ours. */
const CLAIM_SECONDS = 120;

async function claimRedrive({ redriveId, claim }: RedriveTask, deps: AdvanceDeps): Promise<Redrive | undefined> {
  const redrive = await deps.loadRedrive(redriveId);
  if (!redrive?.dueAt || redrive.claims !== claim - 1) return undefined;
  return deps.saveRedrive({ ...redrive, claims: claim, dueAt: addSeconds(deps.now(), CLAIM_SECONDS) });
}

interface TakenUp {
  readonly redriven: number;
  readonly passedOver: number;
  /** The cursor of the next page; absent when that was all. */
  readonly cursor?: string;
}

/**
 * Redrives the next dead letters, at most `top`, newest first. The sweep visits instances with a watch only, and an
 * instance with nothing but superseded subscriptions has none: so the watch is made. It comes after the pending
 * markers, which keep it from being retired.
 */
async function takeUpDeadLetters(
  { filter, cursor, redriveId }: Redrive,
  top: number,
  deps: TakeUpDeps,
): Promise<TakenUp> {
  const { items, ...rest } = await listEveryDeadLetter(filter, { top, cursor, onlyOpen: true }, deps);
  let redriven = 0;
  for (const item of items) if (await redriveOne(item, redriveId, deps)) redriven += 1;
  if (filter.kind !== "poison") await deps.touchWatch(filter.instanceId, addSeconds(deps.now(), RECOVERY_SECONDS));
  return { redriven, passedOver: items.length - redriven, ...rest };
}

function redriveOne(item: DeadLetter | Poison, redriveId: string, deps: TakeUpDeps): Promise<boolean> {
  return "queue" in item ? requeuePoison(item, redriveId, deps) : redriveDeadLetter(item, redriveId, deps);
}

/**
 * Delivers a dead letter again; each step may be repeated. The chunk is stored before the marker's version changes: a
 * sweep that saw no chunk removes the marker by the version from before, and so fails. False when the event or the
 * subscription is gone.
 */
async function redriveDeadLetter(
  deadLetter: DeadLetter,
  redriveId: string,
  deps: RedriveDeadLetterDeps,
): Promise<boolean> {
  const subscription = await findReceiver(deadLetter, deps);
  if (!subscription) return false;
  const { event } = deadLetter;
  const dueAt = addSeconds(deps.now(), RECOVERY_SECONDS);
  const chunk = planRedrive(deadLetter, subscription.health, dueAt);
  if ((await deps.reviveDelivery(chunk)) === "gone") return false;
  await deps.reopenEvent(event, dueAt);
  await deps.queueDelivery(chunk, 0);
  await deps.markRedriven(deadLetter, redriveId, toInstant(deps.now()));
  return true;
}

/**
 * Undefined when the event or the subscription is gone, or cannot be read: one such row must not hold up all the other
 * dead letters.
 */
function findReceiver(
  { event, subscription }: DeadLetter,
  deps: RedriveDeadLetterDeps,
): Promise<Subscription | undefined> {
  return unlessUnreadable(
    async () => {
      const [found, subscribed] = await Promise.all([deps.loadEvent(event), deps.loadSubscription(subscription)]);
      return found && subscribed;
    },
    () => undefined,
  );
}
