import { joinLoads } from "../../../shared/storage/subscriptions/rowLoads";

test("loads of one turn are one, later ones are another", async () => {
  const loads: (readonly string[])[] = [];
  const load = joinLoads(async (keys: readonly string[]) => loads.push([...keys]));
  expect(await Promise.all([load("a"), load("b")])).toEqual([1, 1]);
  expect(await load("c")).toBe(2);
  expect(loads).toEqual([["a", "b"], ["c"]]);
});

test("a failed load fails for all that share it, and not for the next", async () => {
  let failing = true;
  const load = joinLoads(async (keys: readonly string[]) => {
    if (failing) throw new Error("unavailable");
    return keys.length;
  });
  const results = await Promise.allSettled([load("a"), load("b")]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  failing = false;
  expect(await load("a")).toBe(1);
});
