import { readdirSync } from "node:fs";
import { join } from "node:path";
import { registeredFunctions } from "../fakes/functionsCore";
import { chanceFrom } from "../faults/schedules/chance";
import { ALL_TARGETS } from "./allTargets";
import { readFuzzOptions } from "./readFuzzOptions";
import { runFuzz } from "./runFuzz";
import { type FuzzTarget } from "./target";

test.each(ALL_TARGETS.map((target): [string, FuzzTarget] => [target.name, target]))(
  "%s takes whatever comes",
  async (_, target) => {
    expect(await runFuzz({ targets: [target], cases: 75, seed: 1 })).toBeUndefined();
  },
);

test("a case follows from its seed alone", () => {
  for (const target of ALL_TARGETS) {
    const [one, other] = [1, 2].map(() => runnableInput(target, 7));
    expect(one).toEqual(other);
  }
});

test("each function that is called over HTTP is tried", () => {
  const folder = join(__dirname, "../../functions");
  for (const file of readdirSync(folder)) jest.requireActual(join(folder, file));
  const registered = [...registeredFunctions().values()].map(({ metadata }) => metadata);
  const routes = registered.filter(({ bindings }) =>
    Object.values(bindings).some(({ type }) => type === "httpTrigger"),
  );
  const tried = ALL_TARGETS.map(({ name }) => name).filter((name) => name.startsWith("http "));
  expect(tried.toSorted()).toEqual(routes.map(({ name }) => `http ${name}`).toSorted());
});

function runnableInput(target: FuzzTarget, seed: number): unknown {
  return target.makeCase(chanceFrom(seed, target.name)).input;
}

const picky: FuzzTarget = {
  name: "picky",
  makeCase: (chance) => {
    const input = chance.between(0, 9);
    const run = async (): Promise<void> => {
      if (input === 9) throw new Error("nine");
    };
    return { input, run };
  },
};

const slow: FuzzTarget = {
  name: "slow",
  makeCase: () => ({
    input: "x",
    run: async () => {
      const startedAt = process.cpuUsage();
      while (process.cpuUsage(startedAt).user < 2_100_000);
    },
  }),
};

test("the first case that fails is told with its seed, and fails again alone", async () => {
  const failure = await runFuzz({ targets: [picky], cases: 1_000, seed: 1 });
  expect(failure).toMatchObject({ target: "picky", input: 9, problem: expect.stringContaining("nine") as unknown });
  const { seed = -1 } = failure ?? {};
  expect(await runFuzz({ targets: [picky], cases: 1, seed })).toMatchObject({ seed, input: 9 });
});

test("a case that takes long fails", async () => {
  expect((await runFuzz({ targets: [slow], cases: 1, seed: 1 }))?.problem).toMatch(/^took \d{4} ms$/);
});

test.each([
  [[], { cases: 100_000, seed: 1 }],
  [["--cases", "5", "--seed", "9"], { cases: 5, seed: 9 }],
])("the options %j are read", (args, expected) => {
  expect(readFuzzOptions(args)).toEqual(expected);
});

test.each([
  [["--cases", "0"], "--cases is a whole number"],
  [["--seed", "x"], "--seed is a whole number"],
  [["--case", "5"], "usage: npm run fuzz"],
])("the options %j are refused", (args, problem) => {
  expect(readFuzzOptions(args)).toContain(problem);
});
