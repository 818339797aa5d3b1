import { randomUUID } from "node:crypto";
import { type Poison, type PoisonFilter } from "../../shared/model/deadLetter";
import { type Page } from "../../shared/model/stored";
import { poisonStore } from "../../shared/storage/deadLetters/poison";
import { aPoison, anUnreadablePoison } from "../builders/aPoison";
import { STORE_DEPS, at } from "./builders";
import { STORES, type Store } from "./stores";

describe.each(STORES)("poison in $store", ({ open }) => {
  let store: Store;
  let stored: ReturnType<typeof poisonStore>;
  let instanceId: string;

  beforeAll(async () => {
    store = await open();
    stored = poisonStore(store.tables.deadLetters, STORE_DEPS);
  });
  afterAll(() => store.close());
  beforeEach(() => (instanceId = randomUUID()));

  /** Poison of a poll of this test's instance. */
  async function poison(seconds: number, changes: Partial<Poison> = {}): Promise<Poison> {
    const poisoned = { queue: "polls", task: { instanceId } } as const;
    const made = aPoison({ queue: "polls", messageId: randomUUID(), poisoned, poisonedAt: at(seconds), ...changes });
    await stored.storePoison(made);
    return made;
  }

  const list = (changes: Partial<PoisonFilter> = {}, top = 100, cursor?: string): Promise<Page<Poison>> =>
    stored.listPoison({ kind: "poison", instanceId, ...changes }, { top, cursor });

  test("it comes newest first, as it was stored, page by page", async () => {
    const all = [await poison(1), await poison(3, { unreadable: "Watches/watch/x" }), await poison(2)];
    const first = await list({}, 2);
    expect(first.items).toEqual([all[1], all[2]]);
    expect(await list({}, 2, first.cursor)).toEqual({ items: [all[0]] });
  });

  test("stored twice it is one row, which keeps what was noted since", async () => {
    const made = await poison(1);
    await stored.markPoisonRedriven(made, "r", at(9));
    await stored.storePoison({ ...made, isPending: false });
    expect((await list()).items).toEqual([{ ...made, redrivenAt: at(9) }]);
  });

  test.each(["loseNextAnswer", "loseNextAnswerForGood"] as const)(
    "invariant 3: it is stored though %s",
    async (lose) => {
      store[lose]();
      await poison(1);
      expect((await list()).items).toHaveLength(1);
    },
  );

  test.each<[Partial<PoisonFilter>, number]>([
    [{ cause: "unreadable-row" }, 1],
    [{ since: at(2) }, 2],
    [{ until: at(2) }, 1],
    [{ instanceId: randomUUID() }, 0],
  ])("of three, %j finds %i", async (changes, count) => {
    await poison(1);
    await poison(2, { cause: "unreadable-row" });
    await poison(3);
    expect((await list(changes)).items).toHaveLength(count);
  });

  test("what is no task belongs to no instance, and is nothing to redrive", async () => {
    const since = at(1_000);
    const made = anUnreadablePoison({ messageId: randomUUID(), poisonedAt: since });
    const before = await stored.countPoison({ kind: "poison", since });
    await stored.storePoison(made);
    expect((await list()).items).toEqual([]);
    expect((await stored.listPoison({ kind: "poison", since }, { top: 100 })).items).toEqual([made]);
    expect(await stored.countPoison({ kind: "poison", since })).toBe(before);
  });

  test("counted is what was not redriven", async () => {
    const [made] = [await poison(1), await poison(2)];
    await stored.markPoisonRedriven(made, "r", at(9));
    expect(await stored.countPoison({ kind: "poison", instanceId })).toBe(1);
    const onlyOpen = await stored.listPoison({ kind: "poison", instanceId }, { top: 9, onlyOpen: true });
    expect(onlyOpen.items).toHaveLength(1);
  });

  test("of poison that was purged nothing is noted", async () => {
    await stored.markPoisonRedriven(aPoison({ messageId: randomUUID() }), "r", at(9));
    expect((await list()).items).toEqual([]);
  });
});
