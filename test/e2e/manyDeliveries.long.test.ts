import { DEFAULTS } from "../faults/processes/readProcessOptions";
import { runProcesses } from "../faults/processes/runProcesses";

/** `npm run faults:processes` does the same with other numbers. */
test("invariants 1, 4, 6: 5,000 deliveries over three hosts, of which some are killed, are all made, and none twice without need", async () => {
  const said: string[] = [];
  const { problems, posts, duplicates, inFlight } = await runProcesses(DEFAULTS, (text) => said.push(text));
  expect({ problems, said }).toEqual({ problems: [], said: expect.any(Array) });
  expect(said).toHaveLength(DEFAULTS.kills);
  expect(posts).toBe(DEFAULTS.deliveries + duplicates);
  expect(duplicates).toBeLessThanOrEqual(inFlight);
});
