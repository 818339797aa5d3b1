import { type CrashPoint } from "./crashingSteps";
import { type World, crashingWorld } from "./crashingWorld";

const NEVER = 1_000_000;
/** The flow is called around step 110; what follows are timers that find nothing to do. */
const LAST_STEP = 200;

/** Subscribe, baseline, a refresh that fails, and time enough for every recovery: also for the host's own ten minutes. */
async function story(crash: CrashPoint): Promise<World> {
  const world = crashingWorld(crash);
  await world.subscribe("flow");
  await world.run(120);
  world.failRefresh();
  await world.run(900);
  return world;
}

test("without a crash the flow is called once, and nothing is left open", async () => {
  const world = await story({ step: NEVER, when: "before" });
  expect(world.callbacks).toHaveLength(1);
  expect(await world.rowsLeft("pending:")).toBe(0);
  expect(await world.rowsLeft("chunk:")).toBe(0);
});

/** One story per step, until the crash lies behind the end of the story's work. */
async function everyStory(
  when: CrashPoint["when"],
  check: (world: World, crashedAt: string) => Promise<void>,
): Promise<number> {
  for (let step = 0; step < LAST_STEP; step += 1) {
    const world = await story({ step, when });
    const crashedAt = world.crashedAt();
    if (crashedAt === undefined) return step;
    await check(world, `step ${step}, ${crashedAt}`);
  }
  return LAST_STEP;
}

test.each(["before", "after"] as const)(
  "invariants 1, 4, 6: whatever step the host dies %s, the flow is called, once unless its POST was in flight",
  async (when) => {
    const steps = await everyStory(when, async ({ callbacks, rowsLeft }, crashedAt) => {
      const inFlight = crashedAt.includes("after post") || crashedAt.includes("before write Deliveries remove chunk");
      const most = inFlight ? 2 : 1;
      expect({ crashedAt, called: callbacks.length >= 1 && callbacks.length <= most }).toEqual({
        crashedAt,
        called: true,
      });
      expect(new Set(callbacks.map(({ eventId }) => eventId)).size).toBe(1);
      expect({ crashedAt, open: (await rowsLeft("pending:")) + (await rowsLeft("chunk:")) }).toEqual({
        crashedAt,
        open: 0,
      });
    });
    expect(steps).toBeGreaterThan(40);
  },
);

test("after a crash the flow is called within a minute of when it would have been", async () => {
  const calm = await story({ step: NEVER, when: "before" });
  const [usual] = calm.callbacks;
  for (const when of ["before", "after"] as const) {
    await everyStory(when, async ({ callbacks }, crashedAt) => {
      const late = ((callbacks[0]?.at ?? Number.NaN) - (usual?.at ?? 0)) / 1000;
      expect({ crashedAt, isLate: !(late <= 60) }).toEqual({ crashedAt, isLate: false });
    });
  }
});
