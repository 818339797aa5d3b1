import { createDirectQuota } from "../../shared/delivery/directQuota";

test("as many events have a slot as the quota allows, and one that is released frees its slot", () => {
  const quota = createDirectQuota({ events: 2, chunks: 9, chunksPerEvent: 9 });
  const [first, second] = [quota.enter(), quota.enter()];
  expect(quota.enter()).toBeUndefined();
  first?.release();
  expect(quota.enter()).toBeDefined();
  expect(quota.enter()).toBeUndefined();
  second?.release();
});

test("chunks are granted up to what an event may have, and what all may have together", () => {
  const quota = createDirectQuota({ events: 9, chunks: 5, chunksPerEvent: 3 });
  const [first, second, third] = [quota.enter(), quota.enter(), quota.enter()];
  expect([first?.reserve(7), second?.reserve(7), third?.reserve(7)]).toEqual([3, 2, 0]);
  first?.release();
  expect(third?.reserve(1)).toBe(1);
});

test("without quota for chunks an event still has its slot", () => {
  const quota = createDirectQuota({ events: 1, chunks: 0, chunksPerEvent: 0 });
  expect(quota.enter()?.reserve(4)).toBe(0);
});
