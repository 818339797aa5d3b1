/** Does the work for each item, for at most so many at once, and to the end whatever fails. Gives what went wrong. */
export async function runBounded<T>(
  items: readonly T[],
  most: number,
  work: (item: T) => Promise<void>,
): Promise<readonly unknown[]> {
  const failures: unknown[] = [];
  // All take from the same list: each item is taken once.
  const rest = items.values();
  const takeAll = async (): Promise<void> => {
    for (const item of rest) await work(item).catch((error: unknown) => failures.push(error));
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, takeAll));
  return failures;
}
