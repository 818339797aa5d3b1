import { deliverChunk } from "../../shared/delivery/deliverChunk";
import { type ReceiverAnswer } from "../../shared/model/delivery";
import { addSeconds } from "../../shared/model/instant";
import { aKey } from "../builders/aSubscription";
import { CHUNK, TASK, aWorldWith, retryId } from "./chunkWorld";
import { type WorldDeps, depsOf } from "./deliveryWorld";

/** Receivers of these names have no turn; the others accept. */
function withoutTurn(...names: string[]): Partial<WorldDeps> {
  const accepted: ReceiverAnswer = { status: 202, durationMs: 1 };
  return {
    post: ({ url }) =>
      Promise.resolve(names.includes(new URL(url).hostname.split(".")[0] ?? "") ? "host-busy" : accepted),
    random: () => 0.5,
  };
}

test("deliveries that found no turn are put back together, a little later, and no attempt is counted", async () => {
  const world = aWorldWith(["a", "busy1", "busy2"], 2);
  await deliverChunk(TASK, depsOf(world, withoutTurn("busy1", "busy2")));
  expect(world.records.map(({ attempt, verdict }) => ({ attempt, ...verdict }))).toEqual([
    { attempt: 3, outcome: "delivered" },
    { attempt: 2, outcome: "waiting", delaySeconds: 1 },
    { attempt: 2, outcome: "waiting", delaySeconds: 1 },
  ]);
  const chunkId = `${CHUNK.chunkId}-w1`;
  expect([...world.chunks.values()].map(({ chunk }) => chunk)).toEqual([
    {
      ...CHUNK,
      chunkId,
      references: ["busy1", "busy2"].map((name) => ({
        subscription: aKey(name),
        attemptsBefore: 2,
        connection: "connection-1",
      })),
      dueAt: addSeconds(world.now, 21),
    },
  ]);
  expect(world.deliveries).toEqual([{ task: { ...TASK, chunkId, claim: 1 }, delaySeconds: 1 }]);
});

test("an attempt that found no turn is made later under its own number, and its retry follows it", async () => {
  const world = aWorldWith(["a"]);
  await deliverChunk(TASK, depsOf(world, withoutTurn("a")));
  world.answer = () => Promise.resolve({ status: 500, durationMs: 1 });
  await deliverChunk({ ...TASK, chunkId: `${CHUNK.chunkId}-w1` }, depsOf(world));
  expect(world.records.at(-1)).toMatchObject({ attempt: 1, verdict: { outcome: "retrying" } });
  expect([...world.chunks.keys()]).toEqual([retryId("a", 1)]);
});

test("having no turn says nothing of a subscription's health", async () => {
  const world = aWorldWith(["a"], 5);
  await deliverChunk(TASK, depsOf(world, withoutTurn("a")));
  expect(world.writes).not.toContain("saved health");
  expect(world.lines.map(({ name }) => name)).toEqual(["chunk.delivered"]);
});

test("what waits at a slow subscription's host waits in the slow lane, apart from the rest", async () => {
  const world = aWorldWith(["slow", "quick"]);
  const { random } = aKey("slow");
  const subscription = world.subscriptions.get(random);
  if (!subscription) throw new Error("no subscription");
  const health = { state: "active", slow: true, changedAt: addSeconds(world.now, -60) } as const;
  world.subscriptions.set(random, { ...subscription, health });
  await deliverChunk(TASK, depsOf(world, withoutTurn("slow", "quick")));
  expect(world.deliveries.map(({ task, lane }) => [task.chunkId, lane])).toEqual([
    [`${CHUNK.chunkId}-w1`, undefined],
    [`${CHUNK.chunkId}-slow-w1`, "slow"],
  ]);
});
