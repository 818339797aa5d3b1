import { runProcesses } from "../faults/processes/runProcesses";

/** manyDeliveries.long.test.ts makes 5,000 deliveries over more hosts, of which more are killed. */
test("invariants 1, 4, 6: 300 deliveries over two hosts, one of which is killed, are all made, and none twice without need", async () => {
  const { problems, posts, duplicates, inFlight } = await runProcesses(
    { deliveries: 300, hosts: 2, kills: 1, seed: 1 },
    () => undefined,
  );
  expect(problems).toEqual([]);
  // 250 flows make two events of it.
  expect(posts).toBe(500 + duplicates);
  expect(duplicates).toBeLessThanOrEqual(inFlight);
});
