import { type DeadLetter } from "../../shared/model/deadLetter";
import { toReference } from "../../shared/model/event";
import { anEvent } from "./anEvent";
import { anInstant } from "./anInstant";
import { aKey } from "./aSubscription";

export function aDeadLetter(changes: Partial<DeadLetter> = {}): DeadLetter {
  return {
    event: toReference(anEvent()),
    subscription: aKey(),
    connection: "connection-1",
    cause: "flow-off",
    attempts: 1,
    lastAnswer: { status: 400, errorCode: "WorkflowTriggerIsNotEnabled" },
    diedAt: anInstant(),
    ...changes,
  };
}
