import { type Caller } from "../../access/caller";
import { type LetterFilter } from "../../model/deadLetter";
import { type PoisonFilter } from "../../model/poison";
import { requireInstance } from "../requireInstance";
import { requireRole } from "../requireRole";

/** Throws unless the caller may have what the filter asks for: poison is nobody's own, nor is what belongs to others, and an instance may be hidden from it. */
export function requireLetters(caller: Caller, filter: LetterFilter | PoisonFilter): void {
  if (filter.kind === "poison" || filter.connection === undefined) requireRole(caller, "operate");
  if (filter.instanceId !== undefined) requireInstance(caller, filter.instanceId);
}
