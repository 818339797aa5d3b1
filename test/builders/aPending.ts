import { type Pending } from "../../shared/model/delivery";
import { toReference } from "../../shared/model/event";
import { anEvent } from "./anEvent";
import { anInstant } from "./anInstant";

export function aPending(changes: Partial<Pending> = {}): Pending {
  return {
    event: toReference(anEvent()),
    handedOver: false,
    pages: 0,
    dueAt: anInstant(),
    version: "1",
    ...changes,
  };
}
