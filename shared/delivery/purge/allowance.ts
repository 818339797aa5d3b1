/** How many storage operations a purge stage may still make. It may fall below zero, since a step that has begun is ended. */
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

/** Removes `items` in batches of one operation each, for as long as the allowance lasts. Returns how many were removed. */
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
