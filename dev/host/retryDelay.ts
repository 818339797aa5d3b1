import { type RetryOptions } from "./worker/coreTypes";

/** Milliseconds before retry number `retry` (from 1), undefined when none is left. `random` is 0 to 1. */
export function retryDelay(options: RetryOptions, retry: number, random: number): number | undefined {
  const { retryStrategy, maxRetryCount, delayInterval, minimumInterval, maximumInterval } = options;
  if (maxRetryCount !== -1 && retry > maxRetryCount) return undefined;
  if (retryStrategy === "fixedDelay") return (delayInterval?.seconds ?? 0) * 1_000;
  const min = minimumInterval?.seconds ?? 0;
  const max = maximumInterval?.seconds ?? Number.POSITIVE_INFINITY;
  return Math.min(min + min * 2 ** (retry - 1) * (0.8 + 0.4 * random), max) * 1_000;
}
