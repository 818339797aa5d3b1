import { createHash } from "node:crypto";
import { parseInstant } from "../model/instant";
import { type PoisonMessage, type PoisonQueue } from "../model/poison";
import { parsePoisonedTask } from "./parsePoisonedTask";

const HASH_LENGTH = 32;
const MESSAGE_ID = /^[\w-]{1,100}$/;

/**
 * A message of a poison queue, with the metadata of its binding. Never throws: a queue of this name has no poison queue of its
 * own, so a message that fails there would only be stuck. A JSON message's own fields replace metadata of the same name
 * (reference/functions-host.md 3.2): what is not as the host writes it is left out.
 */
export function parsePoison(queue: PoisonQueue, message: unknown, metadata: unknown): PoisonMessage {
  const { id, insertionTime } = isRecord(metadata) ? metadata : {};
  const text = typeof message === "string" ? message : (JSON.stringify(message) ?? "");
  const poisonedAt = parseInstant(insertionTime);
  const poisoned = parsePoisonedTask(queue, message);
  return {
    queue,
    ...(typeof id === "string" && MESSAGE_ID.test(id) && { messageId: id }),
    ...(poisonedAt !== undefined && { poisonedAt }),
    text: { length: text.length, hash: createHash("sha256").update(text).digest("hex").slice(0, HASH_LENGTH) },
    ...(poisoned && { poisoned }),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
