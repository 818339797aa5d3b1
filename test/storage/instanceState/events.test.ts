import { rememberLoads } from "../../../shared/storage/instanceState/events";

function counting(answer: (name: string) => Promise<string | undefined>) {
  const loads: string[] = [];
  const load = rememberLoads(
    2,
    (name: string) => name,
    (name) => {
      loads.push(name);
      return answer(name);
    },
  );
  return { loads, load };
}

test("what was loaded is not loaded again, also not at the same time", async () => {
  const { loads, load } = counting(async (name) => name.toUpperCase());
  expect(await Promise.all([load("a"), load("a")])).toEqual(["A", "A"]);
  expect(await load("a")).toBe("A");
  expect(loads).toEqual(["a"]);
});

test("only the last ones used are remembered", async () => {
  const { loads, load } = counting(async (name) => name);
  for (const name of ["a", "b", "a", "c", "a", "b"]) await load(name);
  expect(loads).toEqual(["a", "b", "c", "b"]);
});

test("what is not there yet is asked for again", async () => {
  let there = false;
  const { loads, load } = counting(async (name) => (there ? name : undefined));
  expect(await load("a")).toBeUndefined();
  there = true;
  expect(await load("a")).toBe("a");
  expect(loads).toEqual(["a", "a"]);
});

test("what could not be loaded is asked for again", async () => {
  let failing = true;
  const { load } = counting(async (name) => {
    if (failing) throw new Error("unavailable");
    return name;
  });
  await expect(Promise.all([load("a"), load("a")])).rejects.toThrow("unavailable");
  failing = false;
  expect(await load("a")).toBe("a");
});
