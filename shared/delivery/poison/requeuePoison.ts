import { type Poison, type PoisonedTask } from "../../model/deadLetter";
import { type Chunk } from "../../model/delivery";
import { toReference } from "../../model/event";
import { type Instant, toInstant } from "../../model/instant";
import { type DispatchTask, type PollTask, type RedriveTask } from "../../model/task";

export interface RequeueDeps {
  readonly queuePoll: (task: PollTask) => Promise<void>;
  readonly queueDispatch: (task: DispatchTask) => Promise<void>;
  readonly queueDelivery: (
    chunk: Pick<Chunk, "event" | "chunkId" | "claims" | "lane">,
    delaySeconds: number,
  ) => Promise<void>;
  readonly queueRedrive: (task: RedriveTask, delaySeconds: number) => Promise<void>;
  readonly markPoisonRedriven: (poison: Poison, redriveId: string, at: Instant) => Promise<void>;
  readonly now: () => Date;
}

/** Queues the task again; may be done twice, since a task that was done since is stale. False when the text is no task. */
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
