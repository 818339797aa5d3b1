/** One after another. */
export async function repeat<T>(runs: number, run: () => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  for (let index = 0; index < runs; index += 1) results.push(await run());
  return results;
}

/** Runs all of `work`, at most `most` at a time, in order of their start. */
export async function atOnce(most: number, work: readonly (() => Promise<unknown>)[]): Promise<void> {
  let next = 0;
  const run = async (): Promise<void> => {
    for (let each = work[next++]; each; each = work[next++]) await each();
  };
  await Promise.all(Array.from({ length: most }, run));
}
