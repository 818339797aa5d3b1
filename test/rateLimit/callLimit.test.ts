import { type Admission, type CallLimit } from "../../shared/rateLimit/callLimit";
import { type CallBucket } from "../../shared/rateLimit/ports";
import { LIMITS, type LimitWorld, type Luck, limitWorld } from "./limitWorld";

const slowly = { latencyMs: () => 10 };

function caller(connection = "somebody", bucket: CallBucket = "calls") {
  return { connection, bucket };
}

/** So many calls at once, and what became of each. */
async function call(world: LimitWorld, host: CallLimit, count: number): Promise<readonly Admission[]> {
  const all = Promise.all(Array.from({ length: count }, () => host.admit(caller())));
  await world.clock.advance(1_000);
  return all;
}

function admitted(admissions: readonly Admission[]): number {
  return admissions.filter((each) => each.admitted).length;
}

test("calls that come while a write is under way share the next one", async () => {
  const world = limitWorld();
  const admissions = await call(world, world.addHost(LIMITS, slowly), 8);
  expect(admitted(admissions)).toBe(8);
  expect(world.operations()).toBe(3); // read and write for the first, a write for the seven others
});

test("of a batch the first are admitted, and each is told what remains after it", async () => {
  const world = limitWorld();
  const admissions = await call(world, world.addHost(LIMITS, slowly), 12);
  expect(admissions.map((each) => each.admitted)).toEqual([...Array.from({ length: 10 }, () => true), false, false]);
  expect(admissions.map(({ remaining }) => remaining)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0]);
  expect(admissions.at(-1)?.retryAfterSeconds).toBe(64);
});

test("a host that is alone needs one operation a call, and a read for the first", async () => {
  const world = limitWorld();
  const host = world.addHost(LIMITS);
  for (let index = 0; index < 10; index += 1) expect(admitted(await call(world, host, 1))).toBe(1);
  expect(world.operations()).toBe(11);
});

test("a hundred denied calls cost nothing until a place may be free by any host's clock", async () => {
  const world = limitWorld();
  const host = world.addHost(LIMITS);
  await call(world, host, 10);
  const before = world.operations();
  for (let index = 0; index < 60; index += 1) expect(admitted(await call(world, host, 2))).toBe(0);
  expect(world.operations()).toBe(before);
  await world.clock.advance(2_000);
  expect(admitted(await call(world, host, 1))).toBe(1);
});

test("hosts that take turns read before they write, and never write in vain", async () => {
  const world = limitWorld();
  const hosts = [world.addHost(LIMITS), world.addHost(LIMITS)];
  for (let turn = 0; turn < 3; turn += 1) for (const host of hosts) await call(world, host, 1);
  const before = world.operations();
  for (let turn = 0; turn < 2; turn += 1)
    for (const host of hosts) expect(admitted(await call(world, host, 1))).toBe(1);
  expect(world.operations() - before).toBe(8);
});

test("a place that a host ahead has taken already is not promised by one that is behind", async () => {
  const world = limitWorld();
  const [behind, ahead] = [0, 500].map((skewMs) => world.addHost({ calls: 2, subscribes: 1 }, { skewMs }));
  if (!behind || !ahead) throw new Error("two hosts");
  await call(world, behind, 1);
  await world.clock.advance(9_000);
  await call(world, behind, 1);
  await world.clock.advance(51_600);
  const taken = ahead.admit(caller());
  await world.clock.advance(100);
  const asked = behind.admit(caller());
  await world.clock.advance(0);
  expect(await taken).toMatchObject({ admitted: true });
  // At 62.7 s no place is free by this clock, though one was by the other's; the next is that of the call after 10 s.
  expect(await asked).toMatchObject({ admitted: false, retryAfterSeconds: 12 });
});

test("buckets and connections have places of their own", async () => {
  const world = limitWorld();
  const host = world.addHost(LIMITS);
  await call(world, host, 10);
  const others = [caller("somebody", "subscribes"), caller("else"), caller("else", "subscribes")];
  const all = Promise.all([caller(), ...others].map((each) => host.admit(each)));
  await world.clock.advance(0);
  expect((await all).map((each) => [each.admitted, each.remaining])).toEqual([
    [false, 0],
    [true, 2],
    [true, 9],
    [true, 2],
  ]);
});

test("while storage is down no call is admitted, and who has come meanwhile is told with the others", async () => {
  let luck: Luck = "down";
  const world = limitWorld(() => luck);
  const host = world.addHost(LIMITS, slowly);
  const all = Promise.allSettled([1, 2, 3].map(() => host.admit(caller())));
  await world.clock.advance(20);
  expect(await all).toMatchObject(
    Array.from({ length: 3 }, () => ({ status: "rejected", reason: { code: "storage-unavailable" } })),
  );
  luck = "well";
  expect(admitted(await call(world, host, 12))).toBe(10);
});

test("a caller that others overtake for ever is told that storage is not available", async () => {
  const world = limitWorld(() => "moved");
  const refused = world
    .addHost(LIMITS)
    .admit(caller())
    .catch((error: unknown) => error);
  await world.clock.advance(20_000);
  expect(await refused).toMatchObject({ code: "storage-unavailable", target: "RateLimits" });
});

test("calls whose write took longer than their start may be delayed are logged again, and count once", async () => {
  const ways = [0, 0, 0, 3_000];
  const world = limitWorld();
  const host = world.addHost({ calls: 1, subscribes: 1 }, { latencyMs: () => ways.shift() ?? 0 });
  const first = host.admit(caller());
  await world.clock.advance(3_000);
  expect(await first).toMatchObject({ admitted: true, remaining: 0 });
  expect(world.operations()).toBe(3);
  expect((await call(world, host, 1))[0]?.retryAfterSeconds).toBe(64);
});

test("where every write takes too long, the caller is told before its patience ends", async () => {
  const world = limitWorld();
  const refused = world
    .addHost(LIMITS, { latencyMs: () => 1_500 })
    .admit(caller())
    .catch((error: unknown) => error);
  await world.clock.advance(15_000);
  expect(await refused).toMatchObject({ code: "storage-unavailable" });
});

test.each(["lost-answer", "repeated"] as const)(
  "a write that ended with %s is found out, and counts once",
  async (bad) => {
    const lucks: Luck[] = ["well", bad];
    const world = limitWorld(() => lucks.shift() ?? "well");
    const host = world.addHost(LIMITS);
    expect((await call(world, host, 1)).map(({ remaining }) => remaining)).toEqual([9]);
    expect((await call(world, host, 1)).map(({ remaining }) => remaining)).toEqual([8]);
  },
);

test("a write that was given up and is done later is counted, though its call was refused", async () => {
  const lucks: Luck[] = ["well", "late"];
  const world = limitWorld(() => lucks.shift() ?? "well");
  const host = world.addHost(LIMITS);
  const refused = host.admit(caller()).catch((error: unknown) => error);
  await world.clock.advance(5_000);
  expect(await refused).toMatchObject({ code: "storage-unavailable" });
  expect((await call(world, host, 1)).map(({ remaining }) => remaining)).toEqual([8]);
});

test("of more connections than it can remember, a host forgets the oldest, which costs a read", async () => {
  const world = limitWorld();
  const host = world.addHost(LIMITS);
  for (let index = 0; index <= 1_000; index += 1) {
    const one = host.admit(caller(`connection-${index}`));
    await world.clock.advance(0);
    await one;
  }
  const before = world.operations();
  for (const connection of ["connection-1000", "connection-0"]) {
    const one = host.admit(caller(connection));
    await world.clock.advance(0);
    expect((await one).remaining).toBe(8);
  }
  expect(world.operations() - before).toBe(3);
});
