import { createDirectQuota } from "../../shared/delivery/directQuota";

test("as many events have a place as there is room for; one that leaves makes room", () => {
  const room = createDirectQuota({ events: 2, chunks: 9, chunksPerEvent: 9 });
  const [first, second] = [room.enter(), room.enter()];
  expect(room.enter()).toBeUndefined();
  first?.leave();
  expect(room.enter()).toBeDefined();
  expect(room.enter()).toBeUndefined();
  second?.leave();
});

test("chunks are granted up to what an event may have, and what all may have together", () => {
  const room = createDirectQuota({ events: 9, chunks: 5, chunksPerEvent: 3 });
  const [first, second, third] = [room.enter(), room.enter(), room.enter()];
  expect([first?.take(7), second?.take(7), third?.take(7)]).toEqual([3, 2, 0]);
  first?.leave();
  expect(third?.take(1)).toBe(1);
});

test("without room for chunks an event still has its place", () => {
  const room = createDirectQuota({ events: 1, chunks: 0, chunksPerEvent: 0 });
  expect(room.enter()?.take(4)).toBe(0);
});
