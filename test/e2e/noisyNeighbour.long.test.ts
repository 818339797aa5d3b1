import { type Neighbourhood, openNeighbourhood } from "../faults/processes/neighbourTraffic";

const WARM_UP_SECONDS = 6;
const SECONDS = 15;
/** The places of one receiver; the host has 12 in all, and 15 of its deliveries would be hanging. */
const MOST_PER_HOST = 2;
/** Times longer than without a fault. */
const MOST_RATIO = 2;
/** What a busy machine may make of any latency. Where the neighbour takes all places, others wait for its deadline: 10 s and more. */
const FLOOR_MS = 1_000;
/** Other programs of the machine may hold up a round; a neighbour that holds up others does so in each. */
const MOST_ROUNDS = 3;

let place: Neighbourhood;
beforeAll(async () => {
  place = await openNeighbourhood(MOST_PER_HOST);
});
afterAll(() => place.stop());

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
}

test("a receiver that hangs does not hold up the others, in a real host", async () => {
  await place.latencies(WARM_UP_SECONDS);
  const calm = await place.latencies(SECONDS);
  const most = Math.max(MOST_RATIO * percentile(calm, 0.99), FLOOR_MS);
  place.hang();
  const rounds: number[] = [];
  while (rounds.length < MOST_ROUNDS && !rounds.some((p99) => p99 <= most)) {
    const noisy = await place.latencies(SECONDS);
    rounds.push(percentile(noisy, 0.99));
    const told = [calm, noisy].map((all) => `p50 ${percentile(all, 0.5)} ms, p99 ${percentile(all, 0.99)} ms`);
    process.stdout.write(`healthy flows: ${told[0]}; beside one that hangs: ${told[1]}\n`);
  }
  expect(Math.min(...rounds)).toBeLessThanOrEqual(most);
});
