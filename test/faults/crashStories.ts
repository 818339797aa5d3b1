// One host that dies once, at any step of the way from a subscribe to its callback, and what holds all the same. The suites
// beside this file say at which of the steps.
import { type CrashPoint } from "./crashingSteps";
import { type World, crashingWorld } from "./crashingWorld";

const NEVER = 1_000_000;
/** The flow is called around step 110; what follows are timers that find nothing to do. */
const LAST_STEP = 250;

/** How an event gets to its flows: by queues alone, by whoever detects it, or by both, as one of two chunks. */
const WAYS = [
  { way: "through queues", flows: 1, room: { events: 0, chunks: 0, chunksPerEvent: 0 } },
  { way: "directly", flows: 1, room: { events: 1, chunks: 1, chunksPerEvent: 1 } },
  { way: "in two chunks, one of them directly", flows: 18, room: { events: 1, chunks: 1, chunksPerEvent: 1 } },
];

type Way = (typeof WAYS)[number];

type Answered = Parameters<typeof crashingWorld>[2];

/** Subscribe, baseline, a refresh that fails, and time enough for every recovery: also for the host's own ten minutes. */
async function story(crash: CrashPoint, { flows, room }: Way, answer?: Answered): Promise<World> {
  const world = crashingWorld(crash, room, answer);
  await world.subscribe("flow");
  await world.addFlows(flows - 1);
  await world.run(120);
  world.failRefresh();
  await world.run(900);
  return world;
}

const KILLED = WAYS.flatMap((way) => (["before", "after"] as const).map((when) => ({ ...way, when })));

/** A stride of 1 is every step; with a stride of 7 the suite takes a seventh of the time. */
export function testCrashes(stride: number): void {
  /** One story per step, until the crash lies behind the end of the story's work. Returns the step without a story. */
  async function everyStory(
    way: Way,
    when: CrashPoint["when"],
    check: (world: World, crashedAt: string) => Promise<void>,
    answer?: Answered,
  ): Promise<number> {
    for (let step = 0; step < LAST_STEP; step += stride) {
      const world = await story({ step, when }, way, answer);
      const crashedAt = world.crashedAt();
      if (crashedAt === undefined) return step;
      await check(world, `step ${step}, ${crashedAt}`);
    }
    return LAST_STEP;
  }

  test.each(WAYS)("without a crash each flow is called once, $way, and nothing is left open", async (way) => {
    const world = await story({ step: NEVER, when: "before" }, way);
    expect(world.callbacks).toHaveLength(way.flows);
    expect(new Set(world.callbacks.map(({ flow }) => flow)).size).toBe(way.flows);
    expect(await world.rowsLeft("pending:")).toBe(0);
    expect(await world.rowsLeft("chunk:")).toBe(0);
  });

  test.each(KILLED)(
    "invariants 1, 4, 6: whatever step the host dies $when, flows are called $way, once unless the POST was in flight",
    async ({ when, ...way }) => {
      const steps = await everyStory(way, when, async ({ callbacks, inFlight, rowsLeft }, crashedAt) => {
        const called = new Set(callbacks.map(({ flow }) => flow)).size;
        const repeated = callbacks.length - called;
        expect({ crashedAt, called, isOnce: repeated <= inFlight() }).toEqual({
          crashedAt,
          called: way.flows,
          isOnce: true,
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

  test.each(WAYS)("after a crash flows are called, $way, within a minute of when they would have been", async (way) => {
    const calm = await story({ step: NEVER, when: "before" }, way);
    const [usual] = calm.callbacks;
    for (const when of ["before", "after"] as const) {
      await everyStory(way, when, async ({ callbacks }, crashedAt) => {
        const first = new Map(callbacks.toReversed().map(({ flow, at }) => [flow, at]));
        const late = (Math.max(...first.values()) - (usual?.at ?? 0)) / 1000;
        expect({ crashedAt, isLate: !(late <= 60) }).toEqual({ crashedAt, isLate: false });
      });
    }
  });

  test.each(KILLED)(
    "whatever step the host dies $when, each delivery $way to a flow that is off ends as one dead letter",
    async ({ when, ...way }) => {
      const isOff = { status: 400, errorCode: "WorkflowTriggerIsNotEnabled" };
      const check = async ({ deadLetters, rowsLeft }: World, crashedAt: string): Promise<void> => {
        const open = (await rowsLeft("pending:")) + (await rowsLeft("chunk:"));
        expect({ crashedAt, letters: await deadLetters(), open }).toEqual({ crashedAt, letters: way.flows, open: 0 });
      };
      expect(await everyStory(way, when, check, isOff)).toBeGreaterThan(40);
    },
  );
}
