/** How many storage operations may still be made. May fall below zero: a step that has begun is ended. */
export interface Allowance {
  left: number;
}

export const PURGE_STAGES = ["events", "dead-letters", "subscriptions", "callbacks"] as const;

/** What is purged one after the other, each with an allowance and a way of its own. */
export type PurgeStage = (typeof PURGE_STAGES)[number];

export interface WalkDeps {
  /** Where the last run's walk ended; empty when there was none. */
  readonly loadPurgePlace: (stage: PurgeStage) => Promise<string>;
  readonly savePurgePlace: (stage: PurgeStage, place: string) => Promise<void>;
}

/** Does what is to be done at the first place after the given one, and tells that place; undefined when there is none. */
export type Step = (after: string) => Promise<string | undefined>;

/**
 * Goes round all places of a stage, in their order, once; from where the last run's walk ended. "unfinished" when the allowance
 * ended before: then the next run begins with the place at which it did, unless this run had begun with it. So each place has
 * a whole allowance now and then, and what has much to purge does not hold up the rest.
 */
export async function walkPlaces(
  stage: PurgeStage,
  step: Step,
  allowance: Allowance,
  deps: WalkDeps,
): Promise<"finished" | "unfinished"> {
  const start = await deps.loadPurgePlace(stage);
  const walk: Walk = { start, place: start, isBack: start === "", steps: 0 };
  try {
    for (;;) {
      const reached = await step(walk.place);
      if (allowance.left <= 0) {
        walk.place = walk.steps === 0 ? (reached ?? "") : walk.place;
        return "unfinished";
      }
      if (isRound(walk, reached)) {
        walk.place = "";
        return "finished";
      }
      moveOn(walk, reached);
    }
  } finally {
    if (walk.place !== start) await deps.savePurgePlace(stage, walk.place);
  }
}

interface Walk {
  readonly start: string;
  place: string;
  /** It has come to the last place and gone on at the first, or began there. */
  isBack: boolean;
  /** Places that were visited. */
  steps: number;
}

function isRound({ start, isBack }: Walk, reached: string | undefined): boolean {
  return isBack && (reached === undefined || (start !== "" && reached >= start));
}

function moveOn(walk: Walk, reached: string | undefined): void {
  if (reached === undefined) walk.isBack = true;
  else walk.steps += 1;
  walk.place = reached ?? "";
}
