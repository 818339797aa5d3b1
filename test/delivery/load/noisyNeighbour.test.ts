import { readFileSync } from "node:fs";
import { join } from "node:path";
import { MAX_CONCURRENT_TASKS } from "../../../shared/runtime/deliverySettings";
import { HEALTHY_EVENTS, type Traffic, runTraffic } from "./traffic";

const MOST_PER_HOST = 16;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function p99({ latenciesMs }: Traffic): number {
  return latenciesMs.toSorted((a, b) => a - b)[Math.ceil(latenciesMs.length * 0.99) - 1] ?? Number.NaN;
}

test("a tenth of the traffic to a receiver that hangs hardly shows in the rest: p99 at most twice that without", async () => {
  const calm = await runTraffic({ hangs: false, mostPerHost: MOST_PER_HOST });
  const noisy = await runTraffic({ hangs: true, mostPerHost: MOST_PER_HOST });
  const unprotected = await runTraffic({ hangs: true, mostPerHost: 1_000 });
  for (const { answered } of [calm, noisy]) {
    expect(answered).toHaveLength(HEALTHY_EVENTS);
    expect(new Set(answered).size).toBe(HEALTHY_EVENTS);
  }
  expect(p99(noisy) / p99(calm)).toBeLessThanOrEqual(2);
  expect(p99(unprotected) / p99(calm)).toBeGreaterThan(2);
});

test("the tasks that one host works on at once are those of host.json", () => {
  const { extensions } = JSON.parse(readFileSync(join(__dirname, "../../../host.json"), "utf8")) as {
    extensions: { queues: { batchSize: number; newBatchThreshold: number } };
  };
  expect(extensions.queues.batchSize + extensions.queues.newBatchThreshold).toBe(MAX_CONCURRENT_TASKS);
});
