import { type Unusable } from "../../model/sourceAnswer";
import { describeSeen } from "./describeSeen";

/** Notes that `what` (a place in the answer, such as `jobs[3].jobStatus`) could not be used. */
export type Note = (what: string, seen: unknown) => void;

export interface Notes {
  readonly note: Note;
  /** What was noted, at most `MAX_NOTES` entries and one that counts the others. */
  readonly unusable: () => readonly Unusable[];
}

// A wholly changed answer would otherwise note every property of every item.
const MAX_NOTES = 50;

export function createNotes(): Notes {
  const kept: Unusable[] = [];
  let others = 0;
  return {
    note: (what, seen) => {
      if (kept.length < MAX_NOTES) kept.push({ what, seen: describeSeen(seen) });
      else others += 1;
    },
    unusable: () => (others === 0 ? kept : [...kept, { what: "others", seen: `${others} more` }]),
  };
}
