import { type DeadLetter, type Redrive } from "../../model/deadLetter";
import { type Poison } from "../../model/poison";
import { type RequeueDeps, requeuePoison } from "../poison/requeuePoison";
import { type ListLettersDeps, listLetters } from "./listLetters";
import { type RedriveLetterDeps, redriveLetter } from "./redriveLetter";

export type TakeUpDeps = RedriveLetterDeps & RequeueDeps & ListLettersDeps;

interface TakenUp {
  readonly redriven: number;
  readonly passedOver: number;
  /** Where to go on; absent: that was all. */
  readonly cursor?: string;
}

/** Redrives the next dead letters, at most `top`, newest first. */
export async function takeUpLetters(
  { filter, cursor, redriveId }: Redrive,
  top: number,
  deps: TakeUpDeps,
): Promise<TakenUp> {
  const { items, ...rest } = await listLetters(filter, { top, cursor, onlyOpen: true }, deps);
  let redriven = 0;
  for (const item of items) if (await redriveOne(item, redriveId, deps)) redriven += 1;
  return { redriven, passedOver: items.length - redriven, ...rest };
}

function redriveOne(item: DeadLetter | Poison, redriveId: string, deps: TakeUpDeps): Promise<boolean> {
  return "queue" in item ? requeuePoison(item, redriveId, deps) : redriveLetter(item, redriveId, deps);
}
