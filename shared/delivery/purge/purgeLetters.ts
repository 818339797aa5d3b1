import { type Instant } from "../../model/instant";
import { type Allowance } from "./walkPlaces";

export interface LetterPurgeDeps {
  /** Removes up to 100 dead letters that died at `until` or earlier, and tells how many it found. */
  readonly removeOldLetters: (place: string, until: Instant) => Promise<number>;
}

/** Operations of one removal: a list and a transaction. */
const COST = 2;

export async function purgeLetters(
  place: string,
  until: Instant,
  allowance: Allowance,
  deps: LetterPurgeDeps,
): Promise<number> {
  let letters = 0;
  while (allowance.left > 0) {
    const removed = await deps.removeOldLetters(place, until);
    allowance.left -= COST;
    letters += removed;
    if (removed === 0) break;
  }
  return letters;
}
