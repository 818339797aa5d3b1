import { randomUUID } from "node:crypto";
import { type CodedError } from "../../shared/model/errors";
import { type Watch } from "../../shared/model/subject";
import {
  claimWatch,
  listDueWatches,
  listWatchedInstances,
  loadWatch,
  removeWatch,
  rescheduleWatch,
  touchWatch,
} from "../../shared/storage/watches";
import { NOW, at } from "./builders";
import { STORES, type Store } from "./stores";

describe.each(STORES)("watches in $store", ({ open }) => {
  let store: Store;
  let instanceId: string;
  const reported: CodedError[] = [];

  beforeAll(async () => (store = await open()));
  afterAll(() => store.close());
  beforeEach(() => {
    instanceId = randomUUID();
    reported.length = 0;
  });

  const load = (id = instanceId): Promise<Watch | undefined> => loadWatch(store.tables.watches)(id);
  const touch = (seconds: number, id = instanceId): Promise<void> => touchWatch(store.tables.watches)(id, at(seconds));
  const reschedule = (...given: Parameters<ReturnType<typeof rescheduleWatch>>): Promise<void> =>
    rescheduleWatch(store.tables.watches, () => NOW)(...given);
  const watch = async (): Promise<Watch> => {
    const loaded = await load();
    if (!loaded) throw new Error("no watch");
    return loaded;
  };
  const due = async (): Promise<string[]> => {
    const watches = await listDueWatches(store.tables.watches, (error) => reported.push(error))(NOW);
    return watches.map((each) => each.instanceId);
  };

  test("an instance that nobody touched has no watch", async () => {
    expect(await load()).toBeUndefined();
  });

  test("the first touch makes the watch; a later one changes its version alone", async () => {
    await touch(10);
    const made = await watch();
    expect(made).toEqual({ instanceId, nextPollAt: at(10), failures: 0, version: expect.any(String) });
    await touch(99);
    expect(await watch()).toEqual({ ...made, version: expect.any(String) });
    expect((await watch()).version).not.toBe(made.version);
  });

  test("a watch is removed once, and only while nobody has touched it", async () => {
    await touch(0);
    const seen = await watch();
    await touch(0);
    expect(await removeWatch(store.tables.watches)(seen)).toBe("touched");
    const seenAgain = await watch();
    store.loseNextAnswer();
    expect(await removeWatch(store.tables.watches)(seenAgain)).toBe("removed");
    expect(await removeWatch(store.tables.watches)(seenAgain)).toBe("removed");
    expect(await load()).toBeUndefined();
  });

  test("a removed watch can be made again", async () => {
    await touch(0);
    await removeWatch(store.tables.watches)(await watch());
    await touch(5);
    expect((await watch()).nextPollAt).toBe(at(5));
  });

  test("a due watch is claimed by one of two hosts that read it, whatever time they write", async () => {
    await touch(0);
    const seen = await watch();
    const claim = claimWatch(store.tables.watches);
    const claims = [await claim(seen, at(60)), await claim(seen, at(60))];
    expect(claims).toEqual(["claimed", "touched"]);
    expect((await watch()).nextPollAt).toBe(at(60));
  });

  test("invariant 3: a claim whose answer was lost is a claim", async () => {
    await touch(0);
    const seen = await watch();
    store.loseNextAnswer();
    expect(await claimWatch(store.tables.watches)(seen, at(60))).toBe("claimed");
  });

  test("a claim of a watch that is gone is none", async () => {
    await touch(0);
    const seen = await watch();
    await removeWatch(store.tables.watches)(seen);
    expect(await claimWatch(store.tables.watches)(seen, at(60))).toBe("touched");
  });

  test("rescheduling keeps the rest, and makes no watch where there is none", async () => {
    await reschedule(instanceId, { nextPollAt: at(30), failures: 2 });
    expect(await load()).toBeUndefined();
    await touch(0);
    await reschedule(instanceId, { nextPollAt: at(30), failures: 2 });
    expect(await watch()).toMatchObject({ instanceId, nextPollAt: at(30), lastPollAt: at(0), failures: 2 });
  });

  test("a watch counts the polls that found its instance gone, until one finds it", async () => {
    await touch(0);
    await reschedule(instanceId, { nextPollAt: at(30), failures: 4, invisible: 4 });
    expect(await watch()).toMatchObject({ failures: 4, invisible: 4 });
    await touch(0);
    expect((await watch()).invisible).toBe(4);
    await reschedule(instanceId, { nextPollAt: at(60), failures: 5 });
    expect(await watch()).not.toHaveProperty("invisible");
    await reschedule(instanceId, { nextPollAt: at(30), failures: 1, invisible: 1 });
    await reschedule(instanceId, { nextPollAt: at(60), failures: 0, invisible: 0 });
    expect(await watch()).not.toHaveProperty("invisible");
  });

  test("those are due whose time has come", async () => {
    const [late, now, early] = [randomUUID(), randomUUID(), randomUUID()];
    await Promise.all([touch(-5, late), touch(0, now), touch(1, early)]);
    expect(await due()).toEqual(expect.arrayContaining([late, now]));
    expect(await due()).not.toContain(early);
    const watched = await listWatchedInstances(store.tables.watches, (error) => reported.push(error))();
    expect(watched).toEqual(expect.arrayContaining([late, now, early]));
  });

  test("a row that cannot be read is reported and stops no other", async () => {
    await touch(0);
    const bad = { kind: "insert", row: "broken", values: { instanceId: "broken", nextPollAt: at(-9), failures: "x" } };
    await store.tables.watches.write("watch", [bad as never]);
    expect(await due()).toContain(instanceId);
    expect(reported).toEqual([expect.objectContaining({ code: "invalid-row", target: "Watches/watch/broken" })]);
    await expect(load("broken")).rejects.toMatchObject({ code: "invalid-row", target: "Watches/watch/broken" });
    await store.tables.watches.write("watch", [{ kind: "remove", row: "broken" }]);
  });
});
