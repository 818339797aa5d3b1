import { randomUUID } from "node:crypto";
import { type Poison, type PoisonFilter } from "../../shared/model/deadLetter";
import { type Page } from "../../shared/model/page";
import { type DeadLetterTables, bindDeadLetters } from "../../shared/runtime/bindStorage";
import { aPoison, anUnreadablePoison } from "../builders/aPoison";
import { at } from "./builders";
import { STORES, type Store } from "./stores";

function fail(error: Error): never {
  throw error;
}

describe.each(STORES)("poison in $store", ({ open }) => {
  let store: Store;
  let instanceId: string;

  beforeAll(async () => (store = await open()));
  afterAll(() => store.close());
  beforeEach(() => (instanceId = randomUUID()));

  const bound = (): ReturnType<typeof bindDeadLetters> =>
    bindDeadLetters(store.tables satisfies DeadLetterTables, store.queues, { report: fail, now: () => new Date() });

  /** Poison of a poll of this test's instance. */
  async function poison(seconds: number, changes: Partial<Poison> = {}): Promise<Poison> {
    const poisoned = { queue: "polls", task: { instanceId } } as const;
    const made = aPoison({ queue: "polls", messageId: randomUUID(), poisoned, poisonedAt: at(seconds), ...changes });
    await bound().storePoison(made);
    return made;
  }

  const list = (changes: Partial<PoisonFilter> = {}, top = 100, cursor?: string): Promise<Page<Poison>> =>
    bound().listPoison({ kind: "poison", instanceId, ...changes }, { top, cursor });

  test("it comes newest first, as it was stored, page by page", async () => {
    const all = [await poison(1), await poison(3, { unreadable: "Watches/watch/x" }), await poison(2)];
    const first = await list({}, 2);
    expect(first.items).toEqual([all[1], all[2]]);
    expect(await list({}, 2, first.cursor)).toEqual({ items: [all[0]] });
  });

  test("stored twice it is one row, which keeps what was noted since", async () => {
    const made = await poison(1);
    await bound().markPoisonRedriven(made, "r", at(9));
    await bound().storePoison({ ...made, isPending: false });
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
    const before = await bound().countPoison({ kind: "poison", since });
    await bound().storePoison(made);
    expect((await list()).items).toEqual([]);
    expect((await bound().listPoison({ kind: "poison", since }, { top: 100 })).items).toEqual([made]);
    expect(await bound().countPoison({ kind: "poison", since })).toBe(before);
  });

  test("counted is what was not redriven", async () => {
    const [made] = [await poison(1), await poison(2)];
    await bound().markPoisonRedriven(made, "r", at(9));
    expect(await bound().countPoison({ kind: "poison", instanceId })).toBe(1);
    const onlyOpen = await bound().listPoison({ kind: "poison", instanceId }, { top: 9, onlyOpen: true });
    expect(onlyOpen.items).toHaveLength(1);
  });

  test("of poison that was purged nothing is noted", async () => {
    await bound().markPoisonRedriven(aPoison({ messageId: randomUUID() }), "r", at(9));
    expect((await list()).items).toEqual([]);
  });
});
