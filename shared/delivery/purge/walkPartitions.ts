/**
 * The bounds of a purge run: its allowance of storage operations, and the walk of a stage over the partitions of its
 * table, so that over several runs each partition is purged with a whole allowance now and then, and one with much to
 * purge does not hold up the rest.
 */

import { type PurgePorts, type PurgeStage } from "./ports";

/** Purges the first partition after the given one and returns it; undefined when there is none. */
export type Step = (after: string) => Promise<string | undefined>;

/**
 * Visits all partitions of a stage once, in their order, from where the last run's walk ended. "unfinished" when the
 * allowance ended before: then the next run begins with the partition at which it did, unless this run had begun with
 * it.
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

/**
 * How many storage operations a purge stage may still make. It may fall below zero, since a step that has begun is
 * ended.
 */
export interface Allowance {
  left: number;
}

/** Azure's limit for the rows of one transaction. */
const MAX_BATCH = 100;

/** Cuts `items` into batches that fit one transaction, for as long as the allowance lasts. */
export function* batchesOf<T>(items: readonly T[], allowance: Allowance): Generator<readonly T[]> {
  for (let start = 0; start < items.length && allowance.left > 0; start += MAX_BATCH) {
    yield items.slice(start, start + MAX_BATCH);
  }
}

/**
 * Removes `items` in batches of one operation each, for as long as the allowance lasts. Returns how many were removed.
 */
export async function removeInBatches<T>(
  items: readonly T[],
  allowance: Allowance,
  remove: (batch: readonly T[]) => Promise<void>,
): Promise<number> {
  let removed = 0;
  for (const batch of batchesOf(items, allowance)) {
    await remove(batch);
    allowance.left -= 1;
    removed += batch.length;
  }
  return removed;
}
