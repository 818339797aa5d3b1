import { type PoisonQueue, type PoisonedTask } from "../model/deadLetter";
import { CodedError } from "../model/errors";
import { type DeliveryTask } from "../model/task";
import { parseDeliveryTask, parseDispatchTask, parsePollTask, parseRedriveTask } from "./parseTask";

/** The task that a message of this queue is, its own fields only; undefined when it is none. */
export function parsePoisonedTask(queue: PoisonQueue, message: unknown): PoisonedTask | undefined {
  try {
    return PARSERS[queue](message);
  } catch (error) {
    if (error instanceof CodedError && error.code === "invalid-task") return undefined;
    throw error;
  }
}

/** Only the fields of a task: others may hold anything. */
const PARSERS: Readonly<Record<PoisonQueue, (message: unknown) => PoisonedTask>> = {
  polls: (message) => {
    const { instanceId } = parsePollTask(message);
    return { queue: "polls", task: { instanceId } };
  },
  events: (message) => {
    const { instanceId, sequence, eventId } = parseDispatchTask(message);
    return { queue: "events", task: { instanceId, sequence, eventId } };
  },
  deliveries: (message) => ({ queue: "deliveries", task: toDeliveryTask(message) }),
  "deliveries-slow": (message) => ({ queue: "deliveries-slow", task: toDeliveryTask(message) }),
  redrives: (message) => {
    const { redriveId, claim } = parseRedriveTask(message);
    return { queue: "redrives", task: { redriveId, claim } };
  },
};

function toDeliveryTask(message: unknown): DeliveryTask {
  const { instanceId, sequence, eventId, chunkId, claim } = parseDeliveryTask(message);
  return { instanceId, sequence, eventId, chunkId, claim };
}
