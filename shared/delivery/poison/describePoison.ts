import { type Poison, type PoisonedTask } from "../../model/deadLetter";
import { hideRandom } from "../../model/subscription";

/** Poison as it is shown and logged: what it points at, without capabilities; of a text that is no task its length and hash. */
export function describePoison(poison: Poison): object {
  const { queue, messageId, poisonedAt, cause, isPending, unreadable, poisoned, text, redrivenAt } = poison;
  return {
    queue,
    cause,
    poisonedAt,
    pending: isPending,
    ...(messageId !== undefined && { messageId }),
    ...(unreadable !== undefined && { unreadable }),
    ...(poisoned ? describeTask(poisoned) : { text }),
    ...(redrivenAt !== undefined && { redrivenAt }),
  };
}

function describeTask({ task }: PoisonedTask): object {
  return "chunkId" in task ? { ...task, chunkId: hideRandom(task.chunkId) } : task;
}
