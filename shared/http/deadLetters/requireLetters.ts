import { type Caller } from "../../access/caller";
import { type LetterFilter, type PoisonFilter } from "../../model/deadLetter";
import { invalidFields } from "../requestProblem";
import { requireInstance } from "../requireInstance";
import { requireRole } from "../requireRole";

const NAMELESS = "must be given: this connection may not use all instances";

/** Throws unless the caller may have what the filter asks for: poison is nobody's own, nor is what belongs to others, and an instance may be hidden from it. */
export function requireLetters(caller: Caller, filter: LetterFilter | PoisonFilter): void {
  if (filter.kind === "poison" || filter.connection === undefined) requireRole(caller, "operate");
  if (filter.instanceId !== undefined) requireInstance(caller, filter.instanceId);
  else if (caller.instances !== "all") throw invalidFields([{ target: "instanceId", message: NAMELESS }]);
}
