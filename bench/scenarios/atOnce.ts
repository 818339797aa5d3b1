/** Runs all of `work`, at most `most` at a time, in order of their start. */
export async function atOnce(most: number, work: readonly (() => Promise<unknown>)[]): Promise<void> {
  let next = 0;
  const run = async (): Promise<void> => {
    for (let each = work[next++]; each; each = work[next++]) await each();
  };
  await Promise.all(Array.from({ length: most }, run));
}
