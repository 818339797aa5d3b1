import { type Health } from "./checkHealth";

/** Anybody may ask for our health, and asking costs calls to CI that flows need: twice a minute is enough. */
const REMEMBER_MS = 30_000;

/** The last check while it is fresh, else a new one; never two at once. `elapsedMs`: a clock that only goes forward. */
export function rememberHealth(check: () => Promise<Health>, elapsedMs: () => number): () => Promise<Health> {
  let begunAtMs = Number.NEGATIVE_INFINITY;
  let last: Promise<Health> | undefined;
  return () => {
    if (last && elapsedMs() - begunAtMs < REMEMBER_MS) return last;
    begunAtMs = elapsedMs();
    last = check();
    return last;
  };
}
