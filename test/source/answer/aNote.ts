import { type Note } from "../../../shared/source/answer/objectReader";

/** A `Note` and the places it was called with. */
export function aNote(): { note: Note; places: string[] } {
  const places: string[] = [];
  return { note: (what) => places.push(what), places };
}
