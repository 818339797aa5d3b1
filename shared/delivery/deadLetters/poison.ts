/**
 * Poison: tasks that the Functions host gave up on after its last retry (`docs/functions-host.md`, "Retry and poison").
 * They are our own fault, in contrast to dead letters, which are the receivers'. Each is kept as a row with its cause,
 * shown to operators, and queued again by a redrive.
 */
import { defined } from "../../model/defined";
import { type Poison, type PoisonMessage, type PoisonedTask } from "../../model/deadLetter";
import { unlessUnreadable } from "../../model/errors";
import { toReference } from "../../model/event";
import { toInstant } from "../../model/instant";
import { redactCapability } from "../../model/subscription";
import { type DeliveryTask } from "../../model/task";
import { type DeliveryPorts } from "../ports";

type JudgeDeps = Pick<
  DeliveryPorts,
  "loadWatch" | "loadPending" | "loadChunk" | "loadRedrive" | "loadEvent" | "loadSubscription"
>;

export type PoisonDeps = JudgeDeps & Pick<DeliveryPorts, "storePoison" | "now" | "log">;

/** Stores a poison message with its cause, and whether its work is done anyway. Queues nothing. */
export async function recordPoison(message: PoisonMessage, deps: PoisonDeps): Promise<void> {
  const { poisoned, poisonedAt = toInstant(deps.now()) } = message;
  const judged = poisoned
    ? await judgePoison(poisoned, deps)
    : { cause: "unreadable-message" as const, isPending: false };
  const poison: Poison = { ...message, poisonedAt, ...judged };
  await deps.storePoison(poison);
  deps.log({ name: "poison.recorded", ...describePoison(poison) });
}

type Judgement = Pick<Poison, "cause" | "isPending" | "unreadable">;

/**
 * Finds out why a task failed from the rows that it needs, because the host does not say. `isPending`: the task's own
 * row is there and readable, so that the sweep, or the schedule of polls, takes it up again.
 */
async function judgePoison(poisoned: PoisonedTask, deps: JudgeDeps): Promise<Judgement> {
  let isPending = false;
  return unlessUnreadable(
    async (): Promise<Judgement> => {
      isPending = await isOpen(poisoned, deps);
      if (isPending) await readInput(poisoned, deps);
      return { cause: "our-fault", isPending };
    },
    ({ target }) => ({ cause: "unreadable-row", isPending, ...defined({ unreadable: target }) }),
  );
}

async function isOpen({ queue, task }: PoisonedTask, deps: JudgeDeps): Promise<boolean> {
  if (queue === "polls") return (await deps.loadWatch(task.instanceId)) !== undefined;
  if (queue === "redrives") return (await deps.loadRedrive(task.redriveId))?.dueAt !== undefined;
  if (queue === "events") return (await deps.loadPending(task))?.handedOver === false;
  return (await deps.loadChunk(toReference(task), task.chunkId)) !== undefined;
}

/** Reads what the task's work would read, so that a row which cannot be read is found. */
async function readInput({ queue, task }: PoisonedTask, deps: JudgeDeps): Promise<void> {
  if (queue === "polls" || queue === "redrives") return;
  await deps.loadEvent(toReference(task));
  if (queue !== "events") await readReceivers(task, deps);
}

async function readReceivers(task: DeliveryTask, deps: JudgeDeps): Promise<void> {
  const chunk = await deps.loadChunk(toReference(task), task.chunkId);
  await Promise.all((chunk?.references ?? []).map(({ subscription }) => deps.loadSubscription(subscription)));
}

/**
 * Poison as it is shown and logged: what it points at, without capabilities. A text that is no task is described by its
 * length and hash.
 */
export function describePoison(poison: Poison): object {
  const { queue, messageId, poisonedAt, cause, isPending, unreadable, poisoned, text, redrivenAt } = poison;
  return {
    queue,
    cause,
    poisonedAt,
    pending: isPending,
    ...defined({ messageId, unreadable }),
    ...(poisoned ? describeTask(poisoned) : { text }),
    ...defined({ redrivenAt }),
  };
}

function describeTask({ task }: PoisonedTask): object {
  return "chunkId" in task ? { ...task, chunkId: redactCapability(task.chunkId) } : task;
}

export type RequeueDeps = Pick<
  DeliveryPorts,
  "queuePoll" | "queueDispatch" | "queueDelivery" | "queueRedrive" | "markPoisonRedriven" | "now"
>;

/**
 * Queues a poisoned task again. It may be done twice, because a task whose work was done meanwhile is stale. False when
 * the text is no task.
 */
export async function requeuePoison(poison: Poison, redriveId: string, deps: RequeueDeps): Promise<boolean> {
  if (!poison.poisoned) return false;
  await requeue(poison.poisoned, deps);
  await deps.markPoisonRedriven(poison, redriveId, toInstant(deps.now()));
  return true;
}

async function requeue({ queue, task }: PoisonedTask, deps: RequeueDeps): Promise<void> {
  switch (queue) {
    case "polls":
      return deps.queuePoll(task);
    case "events":
      return deps.queueDispatch(task);
    case "deliveries":
    case "deliveries-slow": {
      const lane = queue === "deliveries" ? "normal" : "slow";
      const { chunkId, claim } = task;
      return deps.queueDelivery({ event: toReference(task), chunkId, claims: claim - 1, lane }, 0);
    }
    case "redrives":
      return deps.queueRedrive(task, 0);
  }
}
