import { chanceFrom } from "../faults/schedules/chance";
import { limitWorld } from "./limitWorld";

const CALLER = { connection: "somebody", bucket: "calls" } as const;
/** Three windows. */
const LOAD_MS = 170_000;

/** Storage operations for each admitted call, when clients call any host again and again. */
async function measure(hosts: number, clients: number): Promise<number> {
  const chance = chanceFrom(1, "load");
  const world = limitWorld(() => "well", chance.next);
  const { clock } = world;
  const running = Array.from({ length: hosts }, (_, index) =>
    world.addHost({ calls: 100, subscribes: 1 }, { skewMs: index * 100, latencyMs: () => chance.between(2, 8) }),
  );
  const endAt = clock.now().getTime() + LOAD_MS;
  let admitted = 0;
  const client = async (): Promise<void> => {
    while (clock.now().getTime() < endAt) {
      const admission = await running[chance.between(0, hosts - 1)]?.admit(CALLER);
      if (admission?.admitted) admitted += 1;
      await clock.wait(admission?.admitted ? 5 : chance.between(500, 1_000));
    }
  };
  const all = Promise.all(Array.from({ length: clients }, client));
  await clock.advance(LOAD_MS + 10_000);
  await all;
  expect(admitted).toBe(300);
  return world.operations() / admitted;
}

test.each([
  { hosts: 1, clients: 1, most: 1.02 },
  { hosts: 1, clients: 10, most: 0.5 },
  { hosts: 2, clients: 10, most: 0.8 },
  { hosts: 4, clients: 20, most: 1 },
  { hosts: 4, clients: 60, most: 0.8 },
  { hosts: 8, clients: 100, most: 1.2 },
])("$clients clients on $hosts hosts cost at most $most operations a call", async ({ hosts, clients, most }) => {
  expect(await measure(hosts, clients)).toBeLessThanOrEqual(most);
});

test("calls that each meet another host, one at a time, cost a read and a write", async () => {
  const world = limitWorld();
  const hosts = [world.addHost({ calls: 100, subscribes: 1 }), world.addHost({ calls: 100, subscribes: 1 })];
  for (let index = 0; index < 100; index += 1) {
    const one = hosts[index % 2]?.admit(CALLER);
    await world.clock.advance(500);
    expect(await one).toMatchObject({ admitted: true });
  }
  expect(world.operations() / 100).toBeLessThanOrEqual(2.05);
});
