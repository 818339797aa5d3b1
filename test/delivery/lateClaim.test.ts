import { deliverChunk } from "../../shared/delivery/deliverChunk";
import { TASK, aWorldWith } from "./chunkWorld";
import { depsOf } from "./deliveryWorld";

test.each([
  ["2.5 s", 2_500, 1],
  ["more", 2_501, 0],
])(
  "invariant 6: where %s passed since the claim, a slow store has used it up: nothing is posted",
  async (_, ms, posts) => {
    const world = aWorldWith(["a"]);
    const { loadSubscription } = depsOf(world);
    const slow: typeof loadSubscription = (key) => {
      world.now = new Date(world.now.getTime() + ms);
      return loadSubscription(key);
    };
    await deliverChunk(TASK, depsOf(world, { loadSubscription: slow }));
    expect(world.posts).toHaveLength(posts);
    expect(world.records).toHaveLength(posts);
  },
);

test("what a slow store has made late is queued for when its lease has ended on every host's clock", async () => {
  const world = aWorldWith(["a"]);
  const { loadSubscription } = depsOf(world);
  const slow: typeof loadSubscription = (key) => {
    world.now = new Date(world.now.getTime() + 3_000);
    return loadSubscription(key);
  };
  await deliverChunk(TASK, depsOf(world, { loadSubscription: slow, leaseSeconds: 15 }));
  expect(world.deliveries).toEqual([expect.objectContaining({ delaySeconds: 13 })]);
  expect(world.lines).toEqual([expect.objectContaining({ name: "chunk.delivered", outcome: "late" })]);
  const [again] = world.deliveries;
  world.now = new Date(world.now.getTime() + 13_000);
  await deliverChunk(again?.task ?? TASK, depsOf(world));
  expect(world.records.map(({ attempt }) => attempt)).toEqual([2]);
});
