import { type DeadLetter, type Poison, type Redrive } from "../../model/deadLetter";
import { type Instant, after } from "../../model/instant";
import { type RequeueDeps, requeuePoison } from "../poison/requeuePoison";
import { RECOVERY_SECONDS } from "../recovery";
import { type ListLettersDeps, listLetters } from "./listLetters";
import { type RedriveLetterDeps, redriveLetter } from "./redriveLetter";

interface WatchDeps {
  /** Makes the watch, or changes its version so that nobody retires it now. */
  readonly touchWatch: (instanceId: string, nextPollAt: Instant) => Promise<void>;
}

export type TakeUpDeps = RedriveLetterDeps & RequeueDeps & ListLettersDeps & WatchDeps;

interface TakenUp {
  readonly redriven: number;
  readonly passedOver: number;
  /** Where to go on; absent: that was all. */
  readonly cursor?: string;
}

/**
 * Redrives the next dead letters, at most `top`, newest first. The sweep finds by its watch what is delivered in an instance, which
 * has none where only superseded subscriptions are left; it is made after the markers, by which it stays.
 */
export async function takeUpLetters(
  { filter, cursor, redriveId }: Redrive,
  top: number,
  deps: TakeUpDeps,
): Promise<TakenUp> {
  const { items, ...rest } = await listLetters(filter, { top, cursor, onlyOpen: true }, deps);
  let redriven = 0;
  for (const item of items) if (await redriveOne(item, redriveId, deps)) redriven += 1;
  if (filter.kind !== "poison") await deps.touchWatch(filter.instanceId, after(deps.now(), RECOVERY_SECONDS));
  return { redriven, passedOver: items.length - redriven, ...rest };
}

function redriveOne(item: DeadLetter | Poison, redriveId: string, deps: TakeUpDeps): Promise<boolean> {
  return "queue" in item ? requeuePoison(item, redriveId, deps) : redriveLetter(item, redriveId, deps);
}
