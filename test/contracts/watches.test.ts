import { randomUUID } from "node:crypto";
import { type CodedError } from "../../shared/model/errors";
import { type Watch } from "../../shared/model/subject";
import { watchStore } from "../../shared/storage/watches";
import { NOW, STORE_DEPS, at } from "./builders";
import { STORES, type Store } from "./stores";

describe.each(STORES)("watches in $store", ({ open }) => {
  let store: Store;
  let watches: ReturnType<typeof watchStore>;
  let instanceId: string;
  const reported: CodedError[] = [];
  const deps = { ...STORE_DEPS, report: (error: CodedError) => void reported.push(error) };

  beforeAll(async () => {
    store = await open();
    watches = watchStore(store.tables.watches, deps);
  });
  afterAll(() => store.close());
  beforeEach(() => {
    instanceId = randomUUID();
    reported.length = 0;
  });

  const load = (id = instanceId): Promise<Watch | undefined> => watches.loadWatch(id);
  const touch = (seconds: number, id = instanceId): Promise<void> => watches.touchWatch(id, at(seconds));
  const watch = async (): Promise<Watch> => {
    const loaded = await load();
    if (!loaded) throw new Error("no watch");
    return loaded;
  };
  const due = async (): Promise<string[]> => {
    const found = await watches.listDueWatches(NOW);
    return found.map((each) => each.instanceId);
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
    expect(await watches.removeWatch(seen)).toBe("touched");
    const seenAgain = await watch();
    store.loseNextAnswer();
    expect(await watches.removeWatch(seenAgain)).toBe("removed");
    expect(await watches.removeWatch(seenAgain)).toBe("removed");
    expect(await load()).toBeUndefined();
  });

  test("a removed watch can be made again", async () => {
    await touch(0);
    await watches.removeWatch(await watch());
    await touch(5);
    expect((await watch()).nextPollAt).toBe(at(5));
  });

  test("a due watch is claimed by one of two hosts that read it, whatever time they write", async () => {
    await touch(0);
    const seen = await watch();
    const claim = watches.claimWatch;
    const claims = [await claim(seen, at(60)), await claim(seen, at(60))];
    expect(claims).toEqual(["claimed", "touched"]);
    expect((await watch()).nextPollAt).toBe(at(60));
  });

  test("invariant 3: a claim whose answer was lost is a claim", async () => {
    await touch(0);
    const seen = await watch();
    store.loseNextAnswer();
    expect(await watches.claimWatch(seen, at(60))).toBe("claimed");
  });

  test("a claim of a watch that is gone is none", async () => {
    await touch(0);
    const seen = await watch();
    await watches.removeWatch(seen);
    expect(await watches.claimWatch(seen, at(60))).toBe("touched");
  });

  test("rescheduling keeps the rest, and makes no watch where there is none", async () => {
    await watches.rescheduleWatch(instanceId, { nextPollAt: at(30), failures: 2, invisible: 0 });
    expect(await load()).toBeUndefined();
    await touch(0);
    await watches.rescheduleWatch(instanceId, { nextPollAt: at(30), failures: 2, invisible: 0 });
    expect(await watch()).toMatchObject({ instanceId, nextPollAt: at(30), lastPollAt: at(0), failures: 2 });
  });

  test("a watch counts the polls that found its instance gone, until one finds it", async () => {
    await touch(0);
    await watches.rescheduleWatch(instanceId, { nextPollAt: at(30), failures: 4, invisible: 4 });
    expect(await watch()).toMatchObject({ failures: 4, invisible: 4 });
    await touch(0);
    expect((await watch()).invisible).toBe(4);
    await watches.rescheduleWatch(instanceId, { nextPollAt: at(60), failures: 5, invisible: 0 });
    expect(await watch()).not.toHaveProperty("invisible");
    await watches.rescheduleWatch(instanceId, { nextPollAt: at(30), failures: 1, invisible: 1 });
    await watches.rescheduleWatch(instanceId, { nextPollAt: at(60), failures: 0, invisible: 0 });
    expect(await watch()).not.toHaveProperty("invisible");
  });

  test("a watch keeps since when its polls fail, until one does not", async () => {
    await touch(0);
    const next = { nextPollAt: at(30), invisible: 0 };
    await watches.rescheduleWatch(instanceId, { ...next, failures: 1, failingSince: at(5) });
    expect((await watch()).failingSince).toBe(at(5));
    await watches.rescheduleWatch(instanceId, { ...next, failures: 0 });
    expect(await watch()).not.toHaveProperty("failingSince");
    await watches.rescheduleWatch(instanceId, { ...next, failures: 1, failingSince: at(90) });
    expect((await watch()).failingSince).toBe(at(90));
  });

  test("a watch keeps since when it is due, however often it is claimed, until a poll has ended", async () => {
    await touch(-40);
    expect(await watch()).not.toHaveProperty("dueSince");
    await watches.claimWatch(await watch(), at(-10));
    await watches.claimWatch(await watch(), at(20));
    expect(await watch()).toMatchObject({ nextPollAt: at(20), dueSince: at(-40) });
    await watches.rescheduleWatch(instanceId, { nextPollAt: at(60), failures: 0, invisible: 0 });
    expect(await watch()).not.toHaveProperty("dueSince");
    await watches.claimWatch(await watch(), at(90));
    expect(await watch()).toMatchObject({ nextPollAt: at(90), dueSince: at(60) });
  });

  test("a timer's tick is kept, and written again after 30 s only", async () => {
    let seconds = 0;
    const aHost = () => watchStore(store.tables.watches, { ...STORE_DEPS, now: () => new Date(at(seconds)) });
    const host = aHost();
    await host.saveTick("schedulePolls");
    await host.saveTick("sweep");
    seconds = 29;
    await host.saveTick("schedulePolls");
    expect((await host.loadTicks()).get("schedulePolls")).toBe(at(0));
    seconds = 30;
    await host.saveTick("schedulePolls");
    expect(Object.fromEntries(await host.loadTicks())).toEqual({ schedulePolls: at(30), sweep: at(0) });
    seconds = 31;
    await aHost().saveTick("sweep");
    expect((await host.loadTicks()).get("sweep")).toBe(at(31));
    expect(await watches.listWatches()).not.toContainEqual(expect.objectContaining({ instanceId: "sweep" }));
  });

  test("of ten ticks of a process one is to be logged, the first at once", async () => {
    let seconds = 0;
    const { saveTick } = watchStore(store.tables.watches, { ...STORE_DEPS, now: () => new Date(at(seconds)) });
    const logged: number[] = [];
    for (; seconds <= 610; seconds += 5) if (await saveTick("schedulePolls")) logged.push(seconds);
    expect(logged).toEqual([0, 300, 600]);
  });

  test("those are due whose time has come", async () => {
    const [late, now, early] = [randomUUID(), randomUUID(), randomUUID()];
    await Promise.all([touch(-5, late), touch(0, now), touch(1, early)]);
    expect(await due()).toEqual(expect.arrayContaining([late, now]));
    expect(await due()).not.toContain(early);
    const watched = await watches.listWatchedInstances();
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
