import { joinParts } from "../../shared/runtime/serviceParts";

const names = { list: () => ["a"] };
const clock = { now: () => 1, zone: "UTC" };

test("the joined object has the names of all parts", () => {
  const joined = joinParts(names, clock, {});
  expect(joined).toEqual({ ...names, ...clock });
  const list: readonly string[] = joined.list();
  expect(list).toEqual(["a"]);
});

test("a name that two parts have does not compile, wherever they stand", () => {
  // @ts-expect-error -- both have `now`
  joinParts(clock, { now: () => 2 });
  // @ts-expect-error -- the first and the last have `list`
  joinParts(names, clock, { list: () => ["b"] });
  expect(joinParts(clock, names).now()).toBe(1);
});
