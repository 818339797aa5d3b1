import { type Instant } from "../../model/instant";
import { type Allowance } from "./walkPlaces";

export interface LetterPurgeDeps {
  /** Removes up to 100 dead letters that died, or redrives that ended, at `until` or earlier, and tells how many it found. */
  readonly removeOldLetters: (place: string, until: Instant) => Promise<LettersPurged>;
}

export interface LettersPurged {
  readonly letters: number;
  readonly redrives: number;
}

/** Operations of one removal: a list and a transaction. */
const COST = 2;

export async function purgeLetters(
  place: string,
  until: Instant,
  allowance: Allowance,
  deps: LetterPurgeDeps,
): Promise<LettersPurged> {
  const purged = { letters: 0, redrives: 0 };
  while (allowance.left > 0) {
    const removed = await deps.removeOldLetters(place, until);
    allowance.left -= COST;
    purged.letters += removed.letters;
    purged.redrives += removed.redrives;
    if (removed.letters + removed.redrives === 0) break;
  }
  return purged;
}
