import { advanceRedrive } from "../../../shared/delivery/deadLetters/advanceRedrive";
import { redriveDeadLetters } from "../../../shared/delivery/deadLetters/redriveDeadLetters";
import { sweepRedrives } from "../../../shared/delivery/sweep";
import { aDeadLetter } from "../../builders/aDeadLetter";
import { aKey } from "../../builders/aSubscription";
import { anEvent } from "../../builders/anEvent";
import { anInstant } from "../../builders/anInstant";
import { FILTER, type RedriveWorld, type RedriveWorldDeps, aRedriveWorld, takeTasks } from "./redriveWorld";

/** Begins a redrive of everything and works it off; the tasks that `deps` let fail are taken up by the sweep. */
async function redriveAll(world: RedriveWorld, deps: RedriveWorldDeps = world.deps): Promise<void> {
  await redriveDeadLetters({ filter: FILTER, preview: false }, deps);
  await workOff(world, deps);
}

async function workOff(world: RedriveWorld, deps: RedriveWorldDeps = world.deps): Promise<void> {
  for (let rounds = 0; rounds < 200; rounds += 1) {
    const tasks = takeTasks(world);
    for (const { task } of tasks) await advanceRedrive(task, deps).catch(() => undefined);
    world.now = new Date(world.now.getTime() + 150_000);
    if (tasks.length === 0) await sweepRedrives(world.deps);
    if (tasks.length === 0 && (await world.deps.listDueRedrives(new Date("2999-01-01T00:00:00Z"))).length === 0) return;
  }
  throw new Error("the redrive does not end");
}

test("a preview counts what would be redriven, and does nothing", async () => {
  const world = aRedriveWorld();
  await world.dieAll(3);
  await world.die(aDeadLetter({ connection: "another", subscription: aKey("theirs") }));
  const result = await redriveDeadLetters({ filter: FILTER, preview: true }, world.deps);
  expect(result).toEqual({ outcome: "counted", count: 3 });
  expect(takeTasks(world)).toEqual([]);
  expect(world.tables.deadLetters.operations()).toBe(5);
});

test("a redrive stores each dead delivery's chunk again, with a marker, and the letter says so", async () => {
  const world = aRedriveWorld();
  await world.die(aDeadLetter({ attempts: 12, cause: "attempts-used-up" }));
  await redriveAll(world);
  const { eventId, instanceId, sequence } = anEvent();
  expect(world.queued()).toEqual([`redrive-${aKey().random}-012`]);
  const [chunk] = await world.tables.deliveries.list(eventId, { from: "chunk:", before: "chunk;" });
  expect(JSON.parse(String(chunk?.values["references"]))).toEqual([
    { subscription: aKey(), attemptsBefore: 12, connection: "connection-1", redrivenAfter: 12 },
  ]);
  const [marker] = await world.tables.instanceState.list(instanceId, { from: "pending:", before: "pending;" });
  expect(marker?.values).toMatchObject({ handedOver: true, sequence, eventId });
  const { items } = await world.deps.listDeadLetters(FILTER, { top: 10 });
  expect(items).toEqual([expect.objectContaining({ redrivenAt: anInstant("2026-11-20T12:00:00Z") })]);
  expect(world.lines.at(-1)).toMatchObject({ name: "redrive.advanced", outcome: "completed", redriven: 1 });
});

test("a redrive is old from its end on, and kept while it is not done", async () => {
  const world = aRedriveWorld(600);
  await world.dieAll(120);
  const purgeAt = (time: string) => world.deps.removeOldDeadLetters("redrives", anInstant(time));
  await redriveDeadLetters({ filter: FILTER, preview: false }, world.deps);
  for (const { task } of takeTasks(world)) await advanceRedrive(task, world.deps);
  expect(await purgeAt("2999-01-01T00:00:00Z")).toEqual({ deadLetters: 0, redrives: 0 });
  world.now = new Date("2026-11-20T13:00:00Z");
  await workOff(world);
  expect(await purgeAt("2026-11-20T12:59:59Z")).toEqual({ deadLetters: 0, redrives: 0 });
  expect(await purgeAt("2026-11-20T14:00:00Z")).toEqual({ deadLetters: 0, redrives: 1 });
});

test("what is redriven in an instance that nobody is subscribed to any more is watched again, so that the sweep finds it", async () => {
  const world = aRedriveWorld();
  await world.dieAll(2);
  const marked: string[] = [];
  const touched: string[] = [];
  const reopenEvent: RedriveWorldDeps["reopenEvent"] = async (event, dueAt) => {
    await world.deps.reopenEvent(event, dueAt);
    marked.push(event.eventId);
  };
  const touchWatch: RedriveWorldDeps["touchWatch"] = (instanceId) =>
    Promise.resolve(void touched.push(`${instanceId} after ${marked.length}`));
  await redriveAll(world, { ...world.deps, reopenEvent, touchWatch });
  expect(touched).toEqual([`${FILTER.instanceId} after 2`]);
});

test("a redrive goes on in batches that keep to the rate, and takes up every letter once", async () => {
  const world = aRedriveWorld(600);
  await world.dieAll(120);
  await redriveDeadLetters({ filter: FILTER, preview: false }, world.deps);
  const delays: number[] = [];
  for (let tasks = takeTasks(world); tasks.length > 0; tasks = takeTasks(world)) {
    for (const { task, delaySeconds } of tasks) {
      delays.push(delaySeconds);
      await advanceRedrive(task, world.deps);
    }
  }
  expect(delays).toEqual([0, 5, 5]);
  expect(new Set(world.queued()).size).toBe(120);
  expect(world.queued()).toHaveLength(120);
  expect(await world.open()).toBe(0);
});

test("of a repeated task one goes on, and a task of a finished redrive does nothing", async () => {
  const world = aRedriveWorld();
  await world.dieAll(3);
  await redriveDeadLetters({ filter: FILTER, preview: false }, world.deps);
  const [{ task } = { task: { redriveId: "", claim: 0 } }] = takeTasks(world);
  await Promise.all([advanceRedrive(task, world.deps), advanceRedrive(task, world.deps)]);
  await advanceRedrive({ ...task, claim: 2 }, world.deps);
  await advanceRedrive({ redriveId: "unknown", claim: 1 }, world.deps);
  expect(world.queued()).toHaveLength(3);
  expect(world.lines.filter(({ outcome }) => outcome === "stale")).toHaveLength(3);
});

const STEPS = [
  "reviveDelivery",
  "reopenEvent",
  "queueDelivery",
  "markRedriven",
  "saveRedrive",
  "listDeadLetters",
] as const;

test.each(STEPS.flatMap((step) => ([true, false] as const).map((done) => ({ step, done }))))(
  "a host that dies at $step (done: $done) is succeeded by one that redrives the rest, and each death once",
  async ({ step, done }) => {
    const world = aRedriveWorld();
    await world.dieAll(4);
    let calls = 0;
    const original = world.deps[step] as (...input: never[]) => Promise<unknown>;
    const dying = async (...input: never[]): Promise<unknown> => {
      calls += 1;
      if (calls !== 2) return original(...input);
      if (done) await original(...input);
      throw new Error("the host is gone");
    };
    await redriveAll(world, { ...world.deps, [step]: dying });
    expect(await world.open()).toBe(0);
    const { eventId } = anEvent();
    const chunks = await world.tables.deliveries.list(eventId, { from: "chunk:", before: "chunk;" });
    expect(chunks).toHaveLength(4);
    expect(new Set(world.queued()).size).toBe(4);
  },
);

test("a death that was redriven and delivered is not redriven again by a later redrive", async () => {
  const world = aRedriveWorld();
  await world.dieAll(1);
  const blind = { ...world.deps, markRedriven: () => Promise.resolve() };
  await redriveAll(world, blind);
  const { eventId } = anEvent();
  const [chunk] = await world.tables.deliveries.list(eventId, { from: "chunk:", before: "chunk;" });
  await world.tables.deliveries.write(eventId, [{ kind: "remove", row: chunk?.row ?? "" }]);
  await redriveAll(world);
  expect(await world.tables.deliveries.list(eventId, { from: "chunk:", before: "chunk;" })).toEqual([]);
});

test("a letter whose event or subscription is gone is passed over and counted, and stays", async () => {
  const world = aRedriveWorld();
  await world.dieAll(2);
  const gone = anEvent({ eventId: `evt_${"9".repeat(32)}`, sequence: 9 });
  await world.die(aDeadLetter({ event: gone, subscription: aKey("z") }));
  world.goneEvents.add(gone.eventId);
  world.goneSubscriptions.add(aKey("s1-").random);
  await redriveAll(world);
  expect(world.lines.at(-1)).toMatchObject({ outcome: "completed", redriven: 1, passedOver: 2 });
  expect(await world.open()).toBe(2);
});

test("a redrive whose task was lost is queued again when it is due", async () => {
  const world = aRedriveWorld();
  await redriveDeadLetters({ filter: FILTER, preview: false }, world.deps);
  takeTasks(world);
  await sweepRedrives(world.deps);
  expect(takeTasks(world)).toEqual([]);
  world.now = new Date(world.now.getTime() + 20_000);
  await Promise.all([sweepRedrives(world.deps), sweepRedrives(world.deps)]);
  expect(takeTasks(world)).toMatchObject([{ task: { redriveId: "redrive-1", claim: 1 }, delaySeconds: 0 }]);
});
