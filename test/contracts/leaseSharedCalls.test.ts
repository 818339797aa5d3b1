import { randomUUID } from "node:crypto";
import { sharedCallStore } from "../../shared/storage/rateLimits";
import { type Table } from "../../shared/storage/table/table";
import { NOW } from "./builders";
import { STORES, type Store } from "./stores";

const LIMIT = 10;

function later(seconds: number): Date {
  return new Date(NOW.getTime() + seconds * 1_000);
}

function sum(leases: readonly { readonly granted: number }[]): number {
  return leases.reduce((all, { granted }) => all + granted, 0);
}

describe.each(STORES)("calls that hosts share in $store", ({ open }) => {
  let store: Store;
  let sourceKey: string;

  beforeAll(async () => (store = await open()));
  afterAll(() => store.close());
  beforeEach(() => (sourceKey = randomUUID()));

  const table = (): Table => store.tables.rateLimits;
  const reported = jest.fn();
  const host = (of = table()) =>
    sharedCallStore(of, { sourceKey, callsPerMinute: LIMIT, report: reported }).leaseSharedCalls;

  test("one host leases from what the other left, until the minute is over", async () => {
    const [one, other] = [host(), host()];
    expect(await one(6, NOW)).toEqual({ granted: 6, left: 4, retryAfterSeconds: 0 });
    expect(await other(6, later(20))).toEqual({ granted: 4, left: 0, retryAfterSeconds: 40 });
    expect(await one(1, later(30))).toEqual({ granted: 0, left: 0, retryAfterSeconds: 30 });
    expect(await one(9, later(60))).toEqual({ granted: 6, left: 0, retryAfterSeconds: 20 });
  });

  test("what must be spared for more urgent calls stays free", async () => {
    expect(await host()(9, NOW, 3)).toMatchObject({ granted: 7 });
    expect(await host()(9, NOW)).toMatchObject({ granted: 3 });
  });

  test("each source key has calls of its own, and is not stored", async () => {
    await host()(LIMIT, NOW);
    const [secret, written] = [sourceKey, [] as unknown[]];
    sourceKey = randomUUID();
    const spied: Table = {
      ...table(),
      write: (...given) => {
        written.push(given);
        return table().write(...given);
      },
    };
    expect(await host(spied)(LIMIT, NOW)).toMatchObject({ granted: LIMIT });
    expect(JSON.stringify(written)).toMatch(/^\[\["ci\.[0-9a-f]{64}",/);
    expect(JSON.stringify(written)).not.toContain(secret);
    expect(JSON.stringify(written)).not.toContain(sourceKey);
  });

  test("hosts that ask at once are never granted more than there is", async () => {
    for (let round = 0; round < 3; round += 1) {
      const now = later(round * 60);
      const leases = await Promise.all(Array.from({ length: 6 }, () => host()(3, now)));
      expect(sum(leases)).toBeGreaterThan(0);
      expect(sum(leases)).toBeLessThanOrEqual(LIMIT);
      const left = await host()(LIMIT, now);
      expect(sum([...leases, left])).toBe(LIMIT);
    }
  });

  test("two hosts that write the same at the same time hold two leases", async () => {
    const meet = meetingPoint(2);
    const met: Table = { ...table(), get: async (...asked) => meet(await table().get(...asked)) };
    const leases = await Promise.all([host(met)(4, NOW), host(met)(4, NOW)]);
    expect(leases.map(({ granted }) => granted)).toEqual([4, 4]);
    expect(await host()(LIMIT, NOW)).toMatchObject({ granted: 2 });
  });

  test("a host that is overtaken three times is granted nothing, and asks again soon", async () => {
    let overtakings = 0;
    const overtaken: Table = {
      ...table(),
      get: async (...asked) => {
        const stored = await table().get(...asked);
        overtakings += 1;
        await host()(1, NOW);
        return stored;
      },
    };
    expect(await host(overtaken)(2, NOW)).toMatchObject({ granted: 0, retryAfterSeconds: 1 });
    expect(overtakings).toBe(3);
    expect(await host()(LIMIT, NOW)).toMatchObject({ granted: 7 });
  });

  test.each(["loseNextAnswer", "loseNextAnswerForGood"] as const)("a lease is counted once though %s", async (lose) => {
    store[lose]();
    expect(await host()(3, NOW)).toMatchObject({ granted: 3, retryAfterSeconds: 0 });
    store[lose]();
    expect(await host()(4, NOW)).toMatchObject({ granted: 4, retryAfterSeconds: 0 });
    expect(await host()(LIMIT, NOW)).toMatchObject({ granted: 3 });
  });

  test("a lease that never arrived is none", async () => {
    store.loseNextWrite();
    await expect(host()(3, NOW)).rejects.toMatchObject({ code: "storage-unavailable", target: "RateLimits" });
    expect(await host()(LIMIT, NOW)).toMatchObject({ granted: LIMIT });
  });

  test.each([`[{"at":1}]`, "{", `"all"`])(
    "a row with %j is an error that names it, and is reported",
    async (grants) => {
      const broken: Table = { ...table(), get: async (_, row) => ({ row, version: "v", values: { grants } }) };
      const invalid = { code: "invalid-row", target: expect.stringMatching(/^RateLimits\/ci\./) as string };
      await expect(host(broken)(1, NOW)).rejects.toMatchObject(invalid);
      expect(reported.mock.calls).toEqual([[expect.objectContaining(invalid)]]);
    },
  );
});

/** Holds the first so many until all of them are there; then lets everybody through. */
function meetingPoint(size: number): <T>(value: T) => Promise<T> {
  const waiting: (() => void)[] = [];
  let come = 0;
  return async (value) => {
    come += 1;
    if (come < size) await new Promise<void>((resolve) => waiting.push(resolve));
    for (const letGo of waiting.splice(0)) letGo();
    return value;
  };
}
