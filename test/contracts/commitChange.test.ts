import { toReference } from "../../shared/model/event";
import { aChange, aState, at } from "./builders";
import { type StateInStore, eventsOf, sequences, stateIn } from "./stateIn";
import { STORES, type Store } from "./stores";

const RECOVERY = 20;

describe.each(STORES)("committing a change in $store", ({ open }) => {
  let store: Store;
  let state: StateInStore;

  beforeAll(async () => (store = await open()));
  afterAll(() => store.close());
  beforeEach(() => (state = stateIn(store)));

  test("a baseline stores the subject and nothing else", async () => {
    expect(await state.commit(aChange())).toEqual({ outcome: "committed", events: [], markers: [] });
    expect(await state.subjects()).toEqual([
      { subjectId: "data-source.1", state: aState(), version: expect.any(String) as string },
    ]);
    expect(await state.stored.loadLedgerEnd(state.instanceId)).toBe(0);
    expect(await state.stored.hasPending(state.instanceId)).toBe(false);
  });

  test("a change with events stores subject, events, markers and ledger", async () => {
    await state.commit(aChange());
    const { version } = await state.subject();
    const found = state.events(3);
    const result = await state.commit(aChange({ state: aState({ episode: 1 }), version, events: found }));
    expect(result).toEqual({
      outcome: "committed",
      events: found.map((event, index) => ({ ...event, sequence: index + 1 })),
      markers: await state.due(RECOVERY),
    });
    expect((await state.subject()).state).toEqual(aState({ episode: 1 }));
    for (const event of eventsOf(result)) expect(await state.stored.loadEvent(toReference(event))).toEqual(event);
    expect(await state.stored.loadLedgerEnd(state.instanceId)).toBe(3);
    expect((await state.due(RECOVERY)).map((pending) => pending.event)).toEqual(eventsOf(result).map(toReference));
    expect((await state.due(RECOVERY))[0]).toMatchObject({ handedOver: false, pages: 0, dueAt: at(RECOVERY) });
    expect(await state.due(RECOVERY - 1)).toEqual([]);
  });

  test("30 events fit, whatever characters their names have", async () => {
    const subjectId = "data-source./\\#?%\t'“é”";
    const result = await state.commit(aChange({ subjectId, events: state.events(30) }));
    expect(sequences(result)).toHaveLength(30);
    expect((await state.subject()).subjectId).toBe(subjectId);
  });

  test.each([
    ["a paragraph separator", "Top\u2029100"],
    ["a line separator and a brace", "}\u2028{"],
    ["a next line and a byte order mark", "\uFEFFNorth\u0085"],
    ["half a surrogate", "VIP \uD83D"],
    ["tags and a direction", "\u202Eabc\u{E0041}"],
    ["the most of the longest unsafe characters", "\u{E0041}".repeat(500)],
  ])("names, messages and codes with %s are stored and come back, and the next change goes on", async (_, text) => {
    const fields = { displayName: text, message: text, errorCode: text };
    const events = state
      .events(30)
      .map((event) => ({ ...event, resource: text, fields: { ...event.fields, ...fields } }));
    const result = await state.commit(aChange({ subjectId: `segment.${text}`, events }));
    for (const event of eventsOf(result)) expect(await state.stored.loadEvent(toReference(event))).toEqual(event);
    expect((await state.subject()).subjectId).toBe(`segment.${text}`);
    expect(sequences(await state.commit(aChange({ subjectId: "another", events: state.events(1) })))).toEqual([31]);
  });

  test("the ledger goes on from change to change of any subject", async () => {
    await state.commit(aChange({ subjectId: "a", events: state.events(2) }));
    expect(sequences(await state.commit(aChange({ subjectId: "b", events: state.events(2) })))).toEqual([3, 4]);
  });

  test("changes of many subjects at once share the ledger without a gap or a double", async () => {
    const results = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        state.commit(aChange({ subjectId: `s${index}`, events: state.events(1) })),
      ),
    );
    const stored = results.filter(({ outcome }) => outcome === "committed").flatMap((each) => sequences(each));
    expect(stored.toSorted((a, b) => a - b)).toEqual(stored.map((_, index) => index + 1));
    expect(await state.stored.loadLedgerEnd(state.instanceId)).toBe(stored.length);
    expect(stored.length).toBe(6);
  });

  test("of two different changes of one subject one is a conflict", async () => {
    await state.commit(aChange());
    const { version } = await state.subject();
    await state.commit(aChange({ state: aState({ episode: 1 }), version, events: state.events(1) }));
    const late = await state.commit(aChange({ state: aState({ episode: 2 }), version, events: state.events(1) }));
    expect(late).toEqual({ outcome: "conflict" });
    expect((await state.subject()).state).toEqual(aState({ episode: 1 }));
    expect(await state.stored.loadLedgerEnd(state.instanceId)).toBe(1);
  });

  test("two baselines of one subject that differ are a conflict", async () => {
    await state.commit(aChange());
    expect(await state.commit(aChange({ state: aState({ episode: 9 }) }))).toEqual({ outcome: "conflict" });
  });

  test("invariant 2: the same change found twice is stored once, and gives the stored events", async () => {
    await state.commit(aChange());
    const { version } = await state.subject();
    const change = aChange({ state: aState({ episode: 1 }), version, events: state.events(2) });
    const first = await state.commit(change);
    await state.commit(aChange({ subjectId: "another", events: state.events(3) }));
    const later = change.events.map((event) => ({ ...event, detectedAt: at(3) }));
    // There are no markers: who stored the events hands them over.
    expect(await state.commit({ ...change, events: later })).toEqual({
      outcome: "committed",
      events: eventsOf(first),
    });
    expect(await state.stored.loadLedgerEnd(state.instanceId)).toBe(5);
  });

  test("a subject that was removed meanwhile is a conflict", async () => {
    await state.commit(aChange());
    const stored = await state.subject();
    await state.stored.removeSubjects(state.instanceId, [stored]);
    const change = aChange({ state: aState({ episode: 1 }), version: stored.version, events: state.events(1) });
    expect(await state.commit(change)).toEqual({ outcome: "conflict" });
    expect(await state.stored.loadLedgerEnd(state.instanceId)).toBe(0);
  });

  test.each(["loseNextAnswer", "loseNextAnswerForGood"] as const)(
    "invariant 3: a commit counts though %s",
    async (lose) => {
      await state.commit(aChange());
      const change = aChange({
        state: aState({ episode: 1 }),
        version: (await state.subject()).version,
        events: state.events(2),
      });
      store[lose]();
      expect(sequences(await state.commit(change))).toEqual([1, 2]);
      expect(await state.stored.loadLedgerEnd(state.instanceId)).toBe(2);
      expect(await state.due(RECOVERY)).toHaveLength(2);
    },
  );

  test("a commit that never arrived stores nothing and is no conflict", async () => {
    await state.commit(aChange());
    const { version } = await state.subject();
    store.loseNextWrite();
    const change = aChange({ state: aState({ episode: 1 }), version, events: state.events(1) });
    await expect(state.commit(change)).rejects.toMatchObject({ code: "storage-unavailable", target: "InstanceState" });
    expect(await state.subject()).toEqual({ subjectId: "data-source.1", state: aState(), version });
    expect(sequences(await state.commit(change))).toEqual([1]);
  });
});
