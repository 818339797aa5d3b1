// Random requests for data, and what holds for the answer to each of them and for the calls to the source. The suites
// beside this file say how many are made.
import * as fc from "fast-check";
import { LIST_OPTIONS } from "../../shared/data/options";
import { anyRequest } from "./anyRequest";
import { startReads } from "./withReads";

/** So many requests are made at once. */
const BATCH = 20;
const MOST_CHARACTERS = 100_000;
const PATHS = new RegExp(
  "^/v1/instances(?:/[0-9a-f-]{36}(?:/manage/(?:datasources|segments|measures|(?:entities|tables)(?:/[^/]+(?:/entitysize)?)?)(?:/v2)?|/data/[^/]+)?)?$",
  "i",
);
const NAMES: readonly string[] = [...LIST_OPTIONS, "includeHistoricStats", "historicStatsDays", "$skiptoken"];

/** The parts of a call to the source that are not ours; empty when all are. */
function findStrays(call: string): string[] {
  const { pathname, searchParams } = new URL(call, "http://source.example");
  const isOurs = call.split("?")[0] === pathname && PATHS.test(pathname) && !/\/\.\.?(?:\/|$)|%2f|%5c/i.test(pathname);
  return [...(isOurs ? [] : [call]), ...[...searchParams.keys()].filter((name) => !NAMES.includes(name))];
}

/** A batch is 20 requests. */
export function testRequests(batches: number): void {
  let reads: Awaited<ReturnType<typeof startReads>>;

  beforeAll(async () => {
    reads = await startReads({ scene: { pageSize: 3 } });
  });

  afterAll(() => reads.stop());

  test("whatever is asked, the answer is as described, never a 500, bounded, and the source sees no path but its own", async () => {
    const statuses = new Map<number, number>();
    const ask = async (path: string): Promise<void> => {
      const { status, json } = await reads.get(path);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      expect([200, 400, 404]).toContain(status);
      expect(JSON.stringify(json).length).toBeLessThan(MOST_CHARACTERS);
    };
    const aBatch = fc.array(anyRequest(reads.instanceId), { minLength: BATCH, maxLength: BATCH });
    await fc.assert(
      fc.asyncProperty(aBatch, async (paths) => {
        const before = reads.calls.length;
        await Promise.all(paths.map(ask));
        expect(reads.calls.slice(before).flatMap(findStrays)).toEqual([]);
      }),
      { numRuns: batches },
    );
    // The cases reach everything: reads that succeed, refusals, and what is not there.
    for (const status of [200, 400, 404]) expect(statuses.get(status)).toBeGreaterThan(batches);
  });
}
