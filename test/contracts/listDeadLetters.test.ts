import { randomUUID } from "node:crypto";
import { type DeadLetter, type DeadLetterFilter } from "../../shared/model/deadLetter";
import { type Page } from "../../shared/model/stored";
import { deadLetterStore, insertDeadLetter } from "../../shared/storage/deadLetters/deadLetters";
import { redriveStore } from "../../shared/storage/deadLetters/redrives";
import { aDeadLetter } from "../builders/aDeadLetter";
import { STORE_DEPS, aKey, at } from "./builders";
import { STORES, type Store } from "./stores";

describe.each(STORES)("lists of dead letters in $store", ({ open }) => {
  let store: Store;
  let stored: ReturnType<typeof deadLetterStore>;
  let redrives: ReturnType<typeof redriveStore>;
  let filter: DeadLetterFilter;

  beforeAll(async () => {
    store = await open();
    stored = deadLetterStore(store.tables, STORE_DEPS);
    redrives = redriveStore(store.tables.deadLetters, STORE_DEPS);
  });
  afterAll(() => store.close());
  beforeEach(() => (filter = { instanceId: randomUUID(), connection: "mine" }));

  /** A letter of this test's instance that died so many seconds after the tests' time. */
  async function die(seconds: number, changes: Partial<DeadLetter> = {}): Promise<DeadLetter> {
    const { instanceId } = filter;
    const event = { instanceId, sequence: 1, eventId: `evt_${randomUUID().replaceAll("-", "")}` };
    const subscription = aKey({ instanceId });
    const letter = aDeadLetter({ event, subscription, connection: "mine", diedAt: at(seconds), ...changes });
    await store.tables.deadLetters.write(instanceId, [insertDeadLetter(letter)]);
    return letter;
  }

  const list = (changes: Partial<DeadLetterFilter> = {}, top = 100, cursor?: string): Promise<Page<DeadLetter>> =>
    stored.listDeadLetters({ ...filter, ...changes }, { top, cursor });

  test("they come newest first, as they were stored", async () => {
    const letters = [
      await die(0, { lastAnswer: {} }),
      await die(5, { lastAnswer: { error: "timed-out" } }),
      await die(2),
    ];
    expect((await list()).items).toEqual([letters[1], letters[2], letters[0]]);
  });

  test("page by page they come once, also when others come and go in between", async () => {
    for (const seconds of [1, 2, 3, 4, 5]) await die(seconds);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({}, 2, cursor);
      seen.push(...page.items.map(({ diedAt }) => diedAt));
      cursor = page.cursor;
      await die(seen.length * 100);
    } while (cursor !== undefined);
    expect(seen).toEqual([5, 4, 3, 2, 1].map((seconds) => at(seconds)));
  });

  test("without a connection they are everybody's", async () => {
    const letters = [await die(0), await die(5, { connection: "theirs" })];
    const { connection: _, ...everybodys } = filter;
    const { items } = await stored.listDeadLetters(everybodys, { top: 100 });
    expect(items).toEqual(letters.toReversed());
  });

  test("of a list that ends with its page there is no next one", async () => {
    await die(1);
    await die(2);
    expect((await list({}, 2)).cursor).toBeUndefined();
    expect((await list({}, 1)).cursor).toMatch(/^letter:\d{16}\.[0-9a-f]{24}$/);
  });

  test.each<[string, Partial<DeadLetterFilter>, number[]]>([
    ["another caller's are not shown", { connection: "theirs" }, [9]],
    ["by cause", { cause: "gone" }, [3]],
    ["by trigger", { trigger: "unification-completed" }, [4]],
    ["since a time, that time included", { since: at(3) }, [4, 3]],
    ["until a time, that time left out", { until: at(3) }, [2, 1]],
    ["between two times", { since: at(2), until: at(4) }, [3, 2]],
    ["of another instance there are none", { instanceId: randomUUID() }, []],
  ])("%s", async (_, changes, expected) => {
    const { instanceId } = filter;
    await die(1);
    await die(2);
    await die(3, { cause: "gone" });
    await die(4, { subscription: aKey({ instanceId, trigger: "unification-completed" }) });
    await die(9, { connection: "theirs" });
    expect((await list(changes)).items.map(({ diedAt }) => diedAt)).toEqual(expected.map((seconds) => at(seconds)));
    expect(await stored.countDeadLetters({ ...filter, ...changes })).toBe(expected.length);
  });

  test("one that was redriven says when, and is neither counted nor redriven again", async () => {
    const [first, second] = [await die(1), await die(2)];
    await stored.markRedriven(second, "r1", at(60));
    expect((await list()).items).toEqual([{ ...second, redrivenAt: at(60) }, first]);
    expect((await stored.listDeadLetters(filter, { top: 10, onlyOpen: true })).items).toEqual([first]);
    expect(await stored.countDeadLetters(filter)).toBe(1);
  });

  test("more than a thousand are counted", async () => {
    const { instanceId } = filter;
    const letters = Array.from({ length: 1_050 }, (_, index) =>
      aDeadLetter({
        event: { instanceId, sequence: 1, eventId: `evt_${index}` },
        connection: "mine",
        diedAt: at(index),
      }),
    );
    for (let start = 0; start < letters.length; start += 100) {
      await store.tables.deadLetters.write(instanceId, letters.slice(start, start + 100).map(insertDeadLetter));
    }
    expect(await stored.countDeadLetters(filter)).toBe(1_050);
  });

  test("a redrive comes back as it was stored, moves by its version, and is due until it is done", async () => {
    const { createRedrive, loadRedrive, saveRedrive, listDueRedrives } = redrives;
    const redriveId = randomUUID();
    const begun = {
      redriveId,
      filter: { ...filter, cause: "gone" as const, since: at(0) },
      claims: 0,
      redriven: 0,
      passedOver: 0,
    };
    await createRedrive({ ...begun, dueAt: at(20) });
    const redrive = await loadRedrive(redriveId);
    if (!redrive) throw new Error("no redrive");
    expect(redrive).toEqual({ ...begun, dueAt: at(20), version: redrive.version });
    const dueIds = async (seconds: number): Promise<string[]> =>
      (await listDueRedrives(new Date(Date.parse(at(seconds))))).map((each) => each.redriveId);
    expect(await dueIds(19)).not.toContain(redriveId);
    expect(await dueIds(20)).toContain(redriveId);
    const moved = await saveRedrive({ ...redrive, claims: 1, cursor: "letter:x" });
    expect(await saveRedrive({ ...redrive, claims: 1, cursor: "letter:x" })).toBeUndefined();
    expect(await loadRedrive(redriveId)).toEqual(moved);
    const { dueAt: ended, ...done } = moved ?? redrive;
    expect(ended).toBe(at(20));
    await saveRedrive(done);
    expect(await dueIds(1_000)).not.toContain(redriveId);
  });

  test.each(["loseNextAnswer", "loseNextAnswerForGood"] as const)(
    "invariant 3: a redrive is moved though %s",
    async (lose) => {
      const { createRedrive, loadRedrive, saveRedrive } = redrives;
      const redriveId = randomUUID();
      await createRedrive({ redriveId, filter, claims: 0, dueAt: at(20), redriven: 0, passedOver: 0 });
      const redrive = await loadRedrive(redriveId);
      store[lose]();
      expect(redrive && (await saveRedrive({ ...redrive, claims: 1 }))).toMatchObject({ claims: 1 });
    },
  );
});
