import { type GapEvent, toReference } from "../../shared/model/event";
import { toGap } from "../../shared/storage/instanceState/stateRows";
import { aChange, aState, at } from "./builders";
import { type StateInStore, eventsOf, sequences, stateIn } from "./stateIn";
import { STORES, type Store } from "./stores";

const GAP: GapEvent = { gapId: "evt_gap", detectedAt: at(0), lastKnownAt: at(-900), oldestSeenAt: at(-300) };

describe.each(STORES)("gaps in $store", ({ open }) => {
  let store: Store;
  let state: StateInStore;

  beforeAll(async () => (store = await open()));
  afterAll(() => store.close());
  beforeEach(() => (state = stateIn(store)));

  const gaps = async (): Promise<unknown[]> => {
    const rows = await state.table.list(state.instanceId, { from: "event:", before: "event;" });
    return rows.flatMap((row) => toGap(row) ?? []);
  };

  test("a gap takes a place in the ledger before the change's events, and has no marker", async () => {
    await state.commit(aChange({ subjectId: "a", events: state.events(1) }));
    const result = await state.commit(aChange({ subjectId: "jobs", events: state.events(30), gap: GAP }));
    expect(sequences(result)).toEqual(Array.from({ length: 30 }, (_, index) => index + 3));
    expect(await gaps()).toEqual([{ ...GAP, sequence: 2 }]);
    expect(await state.stored.loadLedgerEnd(state.instanceId)).toBe(32);
    expect((await state.due(99)).map(({ event }) => event.sequence)).not.toContain(2);
  });

  test("a gap without events moves the ledger too", async () => {
    const { lastKnownAt: _, oldestSeenAt: __, ...gap } = GAP;
    expect(await state.commit(aChange({ gap }))).toEqual({ outcome: "committed", events: [], markers: [] });
    expect(await gaps()).toEqual([{ ...gap, sequence: 1 }]);
    expect(await state.stored.hasPending(state.instanceId)).toBe(false);
    expect(sequences(await state.commit(aChange({ subjectId: "b", events: state.events(1) })))).toEqual([2]);
  });

  test("a gap is no event, whoever asks for it", async () => {
    const { instanceId } = state;
    const [event] = eventsOf(await state.commit(aChange({ events: state.events(1), gap: GAP })));
    const load = state.stored.loadEvent;
    expect(await load({ instanceId, sequence: 1, eventId: GAP.gapId })).toBeUndefined();
    expect(event && (await load(toReference(event)))).toEqual(event);
  });

  test("the same gap found twice is stored once; one that somebody else did not find is a conflict", async () => {
    const change = aChange({ events: state.events(1), gap: GAP });
    const first = await state.commit(change);
    const again = await state.commit({ ...change, gap: { ...GAP, detectedAt: at(5) } });
    expect(again).toEqual({ outcome: "committed", events: eventsOf(first) });
    expect(await state.commit({ ...change, gap: { ...GAP, gapId: "evt_other" } })).toEqual({ outcome: "conflict" });
    expect(await gaps()).toHaveLength(1);
  });

  test.each(["loseNextAnswer", "loseNextAnswerForGood"] as const)("a gap is stored once though %s", async (lose) => {
    await state.commit(aChange());
    const { version } = await state.subject();
    store[lose]();
    const change = aChange({ version, state: aState({ episode: 1 }), events: state.events(1), gap: GAP });
    expect(sequences(await state.commit(change))).toEqual([2]);
    expect(await gaps()).toHaveLength(1);
  });
});
