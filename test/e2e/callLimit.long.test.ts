import { setTimeout as wait } from "node:timers/promises";
import { type Answered, type LimitedHosts, startLimitedHosts } from "./limitedHosts";

const LIMIT = 100;
const WINDOW_MS = 60_000;
const CLIENTS = 40;
/** Long enough for the calls of a second window. */
const LOAD_MS = 72_000;
const HAMMERED = ["one", "two", "three"];

let hosts: LimitedHosts;
beforeAll(async () => {
  hosts = await startLimitedHosts(["patient", ...HAMMERED]);
});
afterAll(() => hosts.stop());

/** Clients that call any host again and again, and when those calls were answered that were admitted. */
async function hammer(connection: string): Promise<readonly number[]> {
  const until = performance.now() + LOAD_MS;
  const admitted: number[] = [];
  const client = async (): Promise<void> => {
    while (performance.now() < until) {
      const { at, status } = await hosts.call(connection);
      expect([404, 429]).toContain(status);
      if (status === 404) admitted.push(at);
      else await wait(1_000 * Math.random());
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return admitted.toSorted((a, b) => a - b);
}

/** Uses up its calls on one host, waits as long as told, and calls another: what the answers to the last two were. */
async function obey(connection: string): Promise<readonly Answered[]> {
  const calls = await Promise.all(Array.from({ length: LIMIT + 1 }, () => hosts.call(connection, 0)));
  expect(calls.filter(({ status }) => status === 404)).toHaveLength(LIMIT);
  const denied = calls.find(({ status }) => status === 429);
  await wait(Number(denied?.headers["retry-after"]) * 1_000);
  return denied ? [denied, await hosts.call(connection, 1)] : [];
}

function mostInAnyWindow(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + WINDOW_MS).length));
}

/** The share of the time in which a place is in use: 1 when each is taken again after exactly one window. */
function use(times: readonly number[]): number {
  const gaps = times.slice(LIMIT).map((at, index) => at - (times[index] ?? 0));
  return (WINDOW_MS * gaps.length) / gaps.reduce((sum, gap) => sum + gap, 0);
}

test("invariant 9: four hosts under load admit 100 calls of a connection in any 60 seconds, and no more", async () => {
  const before = hosts.operations();
  const [obeyed, ...hammered] = await Promise.all([obey("patient"), ...HAMMERED.map(hammer)]);
  expect(obeyed.map(({ status }) => status)).toEqual([429, 404]);

  const most = hammered.map(mostInAnyWindow);
  const used = hammered.map(use);
  const operations = hosts.operations() - before;
  const admitted = hammered.reduce((sum, { length }) => sum + length, LIMIT + 1);
  const percent = used.map((share) => `${Math.round(share * 100)} %`).join(", ");
  process.stdout.write(
    `most in 60 s: ${most.join(", ")}; in use: ${percent}; ${operations} storage operations for ${admitted} calls\n`,
  );
  expect(most).toEqual([LIMIT, LIMIT, LIMIT]);
  for (const share of used) expect(share).toBeGreaterThan(0.9);
  expect(operations / admitted).toBeLessThanOrEqual(1.1);
});
