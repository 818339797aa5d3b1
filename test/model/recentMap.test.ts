import { setNewest } from "../../shared/model/recentMap";

/** A map after the keys were set in order; the value of a key is its position. */
function after(keys: readonly string[], options: Parameters<typeof setNewest<string, number>>[2]): readonly string[] {
  const map = new Map<string, number>();
  for (const [index, key] of keys.entries()) setNewest(map, [key, index], options);
  return [...map].map(([key, value]) => `${key}${value}`);
}

test("an entry that is set again has its new value and is the newest", () => {
  expect(after(["a", "b", "a"], { max: 2 })).toEqual(["b1", "a2"]);
});

test("the entry that was not used for longest is forgotten first", () => {
  expect(after(["a", "b", "a", "c", "d"], { max: 2 })).toEqual(["c3", "d4"]);
});

test("an entry in use is kept, and the next oldest is forgotten in its place", () => {
  expect(after(["a", "b", "c", "d"], { max: 2, isInUse: (value) => value === 0 })).toEqual(["a0", "d3"]);
});

test("the newest entry is kept even when all the others are in use", () => {
  expect(after(["a", "b", "c"], { max: 2, isInUse: (value) => value < 2 })).toEqual(["a0", "b1", "c2"]);
});

test("entries beyond the limit are forgotten once they are no longer in use", () => {
  const map = new Map(["a", "b", "c", "d"].map((key) => [key, true]));
  setNewest(map, ["e", false], { max: 2, isInUse: (isBusy) => isBusy });
  expect([...map.keys()]).toEqual(["a", "b", "c", "d", "e"]);
  for (const key of map.keys()) map.set(key, false);
  setNewest(map, ["f", false], { max: 2, isInUse: (isBusy) => isBusy });
  expect([...map.keys()]).toEqual(["e", "f"]);
});
