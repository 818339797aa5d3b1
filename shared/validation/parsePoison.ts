/**
 * Messages of poison queues, which the Functions host gave up on: the task in them, or the length and hash of their
 * text.
 */
import { createHash } from "node:crypto";
import { type PoisonMessage, type PoisonQueue, type PoisonedTask } from "../model/deadLetter";
import { defined } from "../model/defined";
import { CodedError } from "../model/errors";
import { parseInstant } from "../model/instant";
import { type DeliveryTask } from "../model/task";
import { parseDeliveryTask, parseDispatchTask, parsePollTask, parseRedriveTask } from "./parseTask";

const HASH_LENGTH = 32;

const MESSAGE_ID = /^[\w-]{1,100}$/;

/**
 * Parses a message of a poison queue, with the metadata of its binding. Never throws: a poison queue has no poison
 * queue of its own, so a message that fails here would be stuck. The host replaces metadata by fields of a JSON message
 * that have the same name in any case (docs/functions-host.md, Metadata); such values are ignored, because they may
 * contain anything.
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

/** The parsers by queue. They keep the fields of a task only: others may contain anything. */
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

/** The task in a message of this queue; undefined when the message is no task. */
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
