import { type Poison, type PoisonedTask, type Redrive } from "../../model/deadLetter";
import { type Chunk, type Pending } from "../../model/delivery";
import { CodedError } from "../../model/errors";
import { type EventReference, type StoredEvent, toReference } from "../../model/event";
import { type Watch } from "../../model/subject";
import { type Subscription, type SubscriptionKey } from "../../model/subscription";
import { type DeliveryTask } from "../../model/task";

/** Each throws `invalid-row` when the row cannot be read. */
export interface JudgeDeps {
  readonly loadWatch: (instanceId: string) => Promise<Watch | undefined>;
  readonly loadPending: (event: EventReference) => Promise<Pending | undefined>;
  readonly loadChunk: (event: EventReference, chunkId: string) => Promise<Chunk | undefined>;
  readonly loadRedrive: (redriveId: string) => Promise<Redrive | undefined>;
  readonly loadEvent: (event: EventReference) => Promise<StoredEvent | undefined>;
  readonly loadSubscription: (key: SubscriptionKey) => Promise<Subscription | undefined>;
}

type Judgement = Pick<Poison, "cause" | "isPending" | "unreadable">;

/**
 * Why a task failed, as far as its rows tell: the host does not say. A task whose own row is there is taken up again (`isPending`),
 * unless that row is what cannot be read.
 */
export async function judgePoison(poisoned: PoisonedTask, deps: JudgeDeps): Promise<Judgement> {
  let isPending = false;
  try {
    isPending = await isOpen(poisoned, deps);
    if (isPending) await readInput(poisoned, deps);
    return { cause: "our-fault", isPending };
  } catch (error) {
    if (!(error instanceof CodedError) || error.code === "storage-unavailable") throw error;
    return { cause: "unreadable-row", isPending, ...(error.target !== undefined && { unreadable: error.target }) };
  }
}

async function isOpen({ queue, task }: PoisonedTask, deps: JudgeDeps): Promise<boolean> {
  if (queue === "polls") return (await deps.loadWatch(task.instanceId)) !== undefined;
  if (queue === "redrives") return (await deps.loadRedrive(task.redriveId))?.dueAt !== undefined;
  if (queue === "events") return (await deps.loadPending(task))?.handedOver === false;
  return (await deps.loadChunk(toReference(task), task.chunkId)) !== undefined;
}

/** What the task's work would read, for a row that it could not. */
async function readInput({ queue, task }: PoisonedTask, deps: JudgeDeps): Promise<void> {
  if (queue === "polls" || queue === "redrives") return;
  await deps.loadEvent(toReference(task));
  if (queue !== "events") await readReceivers(task, deps);
}

async function readReceivers(task: DeliveryTask, deps: JudgeDeps): Promise<void> {
  const chunk = await deps.loadChunk(toReference(task), task.chunkId);
  await Promise.all((chunk?.references ?? []).map(({ subscription }) => deps.loadSubscription(subscription)));
}
