import { type Instant } from "../../model/instant";
import { type Note } from "./createNotes";
import { toTime } from "./toTime";

// The source writes "never" as a year before 1970 (reference 2.4), or as the last: no date, and nothing to note.
const NEVER = /^\s*(?:$|0\d{3}-|1[0-8]\d\d-|19[0-6]\d-|9999-)/;

/** A time of an answer, undefined when there is none; a value that is neither a time nor "never" is noted. */
export function readInstant(seen: unknown, at: string, note: Note): Instant | undefined {
  const instant = toTime(seen);
  const isNone = seen === undefined || (typeof seen === "string" && NEVER.test(seen));
  if (!instant && !isNone) note(at, seen);
  return instant;
}
