import { type Poison } from "../../shared/model/deadLetter";
import { toReference } from "../../shared/model/event";
import { aKey } from "./aSubscription";
import { anEvent } from "./anEvent";
import { anInstant } from "./anInstant";

export function aPoison(changes: Partial<Poison> = {}): Poison {
  const task = { ...toReference(anEvent()), chunkId: `retry-${aKey().random}-001`, claim: 2 };
  return {
    queue: "deliveries",
    messageId: "message-1",
    poisonedAt: anInstant(),
    text: { length: 200, hash: "0".repeat(32) },
    poisoned: { queue: "deliveries", task },
    cause: "our-fault",
    isPending: true,
    ...changes,
  };
}

/** Poison of a text that is no task. */
export function anUnreadablePoison(changes: Partial<Poison> = {}): Poison {
  const { poisoned: _, ...poison } = aPoison({ cause: "unreadable-message", isPending: false });
  return { ...poison, ...changes };
}
