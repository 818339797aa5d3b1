import { defined } from "../model/defined";
import { createHash } from "node:crypto";
import { type PoisonMessage, type PoisonQueue, type PoisonedTask } from "../model/deadLetter";
import { CodedError } from "../model/errors";
import { parseInstant } from "../model/instant";
import { type DeliveryTask } from "../model/task";
import { parseDeliveryTask, parseDispatchTask, parsePollTask, parseRedriveTask } from "./parseTask";

const HASH_LENGTH = 32;

const MESSAGE_ID = /^[\w-]{1,100}$/;

/**
 * A message of a poison queue, with the metadata of its binding. Never throws: a queue of this name has no poison queue of its
 * own, so a message that fails there would only be stuck. A JSON message's own fields replace metadata of the same name,
 * whatever the case (reference/functions-host.md 3.2): those say nothing of the message, and may hold anything.
 */
export function parsePoison(queue: PoisonQueue, message: unknown, metadata: unknown): PoisonMessage {
  const id = readMetadata("id", message, metadata);
  const text = typeof message === "string" ? message : (JSON.stringify(message) ?? "");
  const poisonedAt = parseInstant(readMetadata("insertionTime", message, metadata));
  const poisoned = parsePoisonedTask(queue, message);
  return {
    queue,
    ...(typeof id === "string" && MESSAGE_ID.test(id) && { messageId: id }),
    ...defined({ poisonedAt }),
    text: { length: text.length, hash: createHash("sha256").update(text).digest("hex").slice(0, HASH_LENGTH) },
    ...defined({ poisoned }),
  };
}

function readMetadata(name: string, message: unknown, metadata: unknown): unknown {
  const own = isRecord(message) ? Object.keys(message) : [];
  const isReplaced = own.some((each) => each.toLowerCase() === name.toLowerCase());
  return isRecord(metadata) && !isReplaced ? metadata[name] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
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

/** The task that a message of this queue is, its own fields only; undefined when it is none. */
export function parsePoisonedTask(queue: PoisonQueue, message: unknown): PoisonedTask | undefined {
  try {
    return PARSERS[queue](message);
  } catch (error) {
    if (error instanceof CodedError && error.code === "invalid-task") return undefined;
    throw error;
  }
}

function toDeliveryTask(message: unknown): DeliveryTask {
  const { instanceId, sequence, eventId, chunkId, claim } = parseDeliveryTask(message);
  return { instanceId, sequence, eventId, chunkId, claim };
}
