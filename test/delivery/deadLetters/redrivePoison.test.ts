import { advanceRedrive } from "../../../shared/delivery/deadLetters/advanceRedrive";
import { redriveDeadLetters } from "../../../shared/delivery/deadLetters/redriveDeadLetters";
import { type Poison } from "../../../shared/model/deadLetter";
import { toReference } from "../../../shared/model/event";
import { aPoison, anUnreadablePoison } from "../../builders/aPoison";
import { INSTANCE_ID, anEvent } from "../../builders/anEvent";
import { anInstant } from "../../builders/anInstant";
import { type RedriveWorld, aRedriveWorld, takeTasks } from "./redriveWorld";

const FILTER = { kind: "poison" } as const;
const EVENT = toReference(anEvent());

const ALL: readonly Poison[] = [
  aPoison({ queue: "polls", poisoned: { queue: "polls", task: { instanceId: INSTANCE_ID } } }),
  aPoison({ queue: "events", poisoned: { queue: "events", task: EVENT } }),
  aPoison({ poisoned: { queue: "deliveries", task: { ...EVENT, chunkId: "page-00000-00", claim: 3 } } }),
  anUnreadablePoison({ messageId: "message-2" }),
];

async function aWorldWith(poison: readonly Poison[]): Promise<RedriveWorld> {
  const world = aRedriveWorld();
  for (const each of poison) await world.deps.storePoison(each);
  return world;
}

async function redrive(world: RedriveWorld): Promise<void> {
  await redriveDeadLetters({ filter: FILTER, preview: false }, world.deps);
  for (const { task } of takeTasks(world)) await advanceRedrive(task, world.deps);
}

test("a preview counts what has a task, and queues nothing", async () => {
  const world = await aWorldWith(ALL);
  const result = await redriveDeadLetters({ filter: FILTER, preview: true }, world.deps);
  expect(result).toEqual({ outcome: "counted", count: 3 });
  expect([...world.requeued, ...world.queued()]).toEqual([]);
});

test("a redrive queues each task again, once, and the rows say so", async () => {
  const world = await aWorldWith(ALL);
  await redrive(world);
  await redrive(world);
  expect(world.requeued).toEqual(expect.arrayContaining([`poll ${INSTANCE_ID}`, `dispatch ${EVENT.eventId}`]));
  expect([world.requeued.length, world.queued()]).toEqual([2, ["page-00000-00"]]);
  const { items } = await world.deps.listPoison(FILTER, { top: 10 });
  expect(items.map(({ redrivenAt }) => redrivenAt !== undefined)).toEqual(
    items.map(({ poisoned }) => poisoned !== undefined),
  );
  expect(await world.deps.countPoison(FILTER)).toBe(0);
});

test("a host that dies before the row says so queues the task a second time, which is stale then", async () => {
  const world = await aWorldWith(ALL.slice(0, 1));
  const dying = { ...world.deps, markPoisonRedriven: () => Promise.reject(new Error("the host is gone")) };
  await redriveDeadLetters({ filter: FILTER, preview: false }, world.deps);
  for (const { task } of takeTasks(world)) await expect(advanceRedrive(task, dying)).rejects.toThrow("gone");
  await redrive(world);
  expect(world.requeued).toHaveLength(2);
});

test("a redrive that is poison itself can be queued again by another", async () => {
  const task = { redriveId: "stuck", claim: 2 };
  const world = await aWorldWith([aPoison({ queue: "redrives", poisoned: { queue: "redrives", task } })]);
  await redrive(world);
  expect(takeTasks(world)).toMatchObject([{ task, delaySeconds: 0 }]);
  expect((await world.deps.listPoison(FILTER, { top: 1 })).items[0]?.redrivenAt).toBe(
    anInstant("2026-11-20T12:00:00Z"),
  );
});
