/**
 * The walk of a purge stage over the partitions of its table, so that over several runs each partition is purged with a whole
 * allowance now and then, and one with much to purge does not hold up the rest.
 */
import { type Allowance } from "./allowance";
import { type PurgePorts, type PurgeStage } from "./ports";

/** Purges the first partition after the given one and returns it; undefined when there is none. */
export type Step = (after: string) => Promise<string | undefined>;

/**
 * Visits all partitions of a stage once, in their order, from where the last run's walk ended. "unfinished" when the
 * allowance ended before: then the next run begins with the partition at which it did, unless this run had begun with it.
 */
export async function walkPartitions(
  stage: PurgeStage,
  step: Step,
  allowance: Allowance,
  deps: Pick<PurgePorts, "loadPurgeCursor" | "savePurgeCursor">,
): Promise<"finished" | "unfinished"> {
  const start = await deps.loadPurgeCursor(stage);
  const walk: Walk = { start, cursor: start, isBack: start === "", steps: 0 };
  try {
    for (;;) {
      const reached = await step(walk.cursor);
      if (allowance.left <= 0) {
        walk.cursor = walk.steps === 0 ? (reached ?? "") : walk.cursor;
        return "unfinished";
      }
      if (isRound(walk, reached)) {
        walk.cursor = "";
        return "finished";
      }
      moveOn(walk, reached);
    }
  } finally {
    if (walk.cursor !== start) await deps.savePurgeCursor(stage, walk.cursor);
  }
}

interface Walk {
  readonly start: string;
  /** The partition that was visited last; empty before the first. */
  cursor: string;
  /** True when the walk has come to the last partition and gone on at the first, or began there. */
  isBack: boolean;
  /** How many partitions were visited. */
  steps: number;
}

function isRound({ start, isBack }: Walk, reached: string | undefined): boolean {
  return isBack && (reached === undefined || (start !== "" && reached >= start));
}

function moveOn(walk: Walk, reached: string | undefined): void {
  if (reached === undefined) walk.isBack = true;
  else walk.steps += 1;
  walk.cursor = reached ?? "";
}
