import { runBounded } from "../../shared/delivery/runBounded";

test.each([
  [0, 4, 0],
  [3, 4, 3],
  [40, 4, 4],
])("of %i items, %i at once, never more than %i are under way, and each is done once", async (count, most, highest) => {
  const items = Array.from({ length: count }, (_, index) => index);
  const done: number[] = [];
  let [now, seen] = [0, 0];
  const failures = await runBounded(items, most, async (item) => {
    now += 1;
    seen = Math.max(seen, now);
    await Promise.resolve();
    now -= 1;
    done.push(item);
  });
  expect({ failures, seen, done: done.toSorted((a, b) => a - b) }).toEqual({
    failures: [],
    seen: highest,
    done: items,
  });
});

test("what fails keeps nothing else from being done, and is given", async () => {
  const done: string[] = [];
  const failures = await runBounded(["a", "b", "c", "d"], 2, async (item) => {
    if (item < "c") throw new Error(item);
    done.push(item);
  });
  expect(failures).toEqual([new Error("a"), new Error("b")]);
  expect(done).toEqual(["c", "d"]);
});
