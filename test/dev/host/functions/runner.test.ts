import { retryDelay } from "../../../../dev/host/functions/runner";

const fixed = { retryStrategy: "fixedDelay", maxRetryCount: 2, delayInterval: { seconds: 5 } } as const;
const exponential = {
  retryStrategy: "exponentialBackoff",
  maxRetryCount: -1,
  minimumInterval: { seconds: 2 },
  maximumInterval: { seconds: 30 },
} as const;

test.each([
  [fixed, 1, 5_000],
  [fixed, 2, 5_000],
  [fixed, 3, undefined],
  [exponential, 1, 4_000],
  [exponential, 2, 6_000],
  [exponential, 9, 30_000],
])("%j: retry %s comes after %s ms", (options, retry, expected) => {
  expect(retryDelay(options, retry, 0.5)).toBe(expected);
});
