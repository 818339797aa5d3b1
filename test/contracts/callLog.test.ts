import { randomUUID } from "node:crypto";
import { type AdmittedCalls } from "../../shared/rateLimit/admitCalls";
import { type CallLimit, createCallLimit } from "../../shared/rateLimit/callLimit";
import { type BucketKey } from "../../shared/rateLimit/ports";
import { callLogKey, callLogStore } from "../../shared/storage/rateLimits";
import { type Table } from "../../shared/storage/table/table";
import { NOW } from "./builders";
import { STORES, type Store } from "./stores";

const LOG: readonly AdmittedCalls[] = [
  { id: "one", at: NOW.getTime() - 1_000, count: 2 },
  { id: "two", at: NOW.getTime(), count: 1 },
];

describe.each(STORES)("the log of a connection's calls in $store", ({ open }) => {
  let store: Store;
  let key: BucketKey;

  beforeAll(async () => (store = await open()));
  afterAll(() => store.close());
  beforeEach(() => (key = { connection: randomUUID(), bucket: "calls" }));

  const table = (): Table => store.tables.rateLimits;
  const reported = jest.fn();
  const storeOf = (of = table()) => callLogStore(of, { report: reported });
  const load = (of = table()) => storeOf(of).loadCallLog(key);
  const save = (log: readonly AdmittedCalls[], version?: string) => storeOf().saveCallLog(key, log, version);
  const host = (limit: number, of = table()): CallLimit =>
    createCallLimit(
      { limits: { calls: limit, subscribes: limit }, windowMs: 60_000 },
      {
        ...storeOf(of),
        now: () => NOW,
        monotonicMs: () => 0,
        wait: async () => undefined,
        random: Math.random,
        randomId: randomUUID,
      },
    );
  const call = async (from: CallLimit, count: number): Promise<number> => {
    const all = await Promise.all(Array.from({ length: count }, () => from.admit(key)));
    return all.filter(({ admitted }) => admitted).length;
  };

  test("a connection that has not called has an empty log", async () => {
    expect(await load()).toEqual({ log: [] });
  });

  test("what was saved is loaded, and replaced by its version", async () => {
    const version = await save(LOG);
    expect(await load()).toEqual({ log: LOG, version });
    const next = await save(LOG.slice(1), version);
    expect(await load()).toEqual({ log: LOG.slice(1), version: next });
  });

  test("who was overtaken is told, and changes nothing", async () => {
    const version = await save(LOG);
    expect(await save([])).toBeUndefined();
    expect(await save([], version)).toEqual(expect.any(String));
    expect(await save(LOG, version)).toBeUndefined();
    expect((await load()).log).toEqual([]);
  });

  test.each(["loseNextAnswer", "loseNextAnswerForGood"] as const)("a save is found out though %s", async (lose) => {
    store[lose]();
    const version = await save(LOG);
    expect(await load()).toEqual({ log: LOG, version });
  });

  test("a save that never arrived is none", async () => {
    store.loseNextWrite();
    await expect(save(LOG)).rejects.toMatchObject({ code: "storage-unavailable", target: "RateLimits" });
    expect(await load()).toEqual({ log: [] });
  });

  test("the connection is not stored", async () => {
    const written = jest.fn();
    const spied: Table = {
      ...table(),
      write: async (...given) => (written(given), { written: true, versions: ["v"] }),
    };
    await storeOf(spied).saveCallLog(key, LOG, undefined);
    expect(JSON.stringify(written.mock.calls)).toMatch(/"calls\.[0-9a-f]{64}"/);
    expect(JSON.stringify(written.mock.calls)).not.toContain(key.connection);
  });

  test("hosts that admit at once admit exactly as many as the limit", async () => {
    const counts = await Promise.all(Array.from({ length: 4 }, () => call(host(20), 15)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20);
  });

  test("a log that was removed begins anew, on hosts that knew it too", async () => {
    const one = host(20);
    expect(await call(one, 12)).toBe(12);
    const row = callLogKey(key);
    await table().write(row, [{ kind: "remove", row }]);
    expect(await call(one, 9)).toBe(9);
    expect(await call(host(20), 20)).toBe(11);
  });

  test("a log as long as can be set is stored whole", async () => {
    const log = Array.from({ length: 1_000 }, (_, index) => ({
      id: randomUUID(),
      at: NOW.getTime() + index,
      count: 1,
    }));
    await save(log);
    expect((await load()).log).toEqual(log);
  });

  test.each([`[{"at":1}]`, "{", `"all"`])("a row with %j is reported, and replaced by a full log", async (calls) => {
    await save(LOG);
    const real = table();
    const spoilt = {
      ...real,
      get: async (...asked: Parameters<Table["get"]>) => {
        const stored = await real.get(...asked);
        return stored && { ...stored, values: { calls } };
      },
    };
    expect(await host(20, spoilt).admit(key)).toEqual({ admitted: false, remaining: 0, retryAfterSeconds: 64 });
    expect(reported.mock.calls).toEqual([[expect.objectContaining({ code: "invalid-row" })]]);
    expect((await load()).log).toEqual([{ id: "unreadable", at: NOW.getTime(), count: 20 }]);
  });
});
