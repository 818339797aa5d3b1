import { toReference } from "../../shared/model/event";
import { aChange, aState, at } from "./builders";
import { type StateInStore, stateIn } from "./stateIn";
import { STORES, type Store } from "./stores";

describe.each(STORES)("the state of an instance in $store", ({ open }) => {
  let store: Store;
  let state: StateInStore;

  beforeAll(async () => (store = await open()));
  afterAll(() => store.close());
  beforeEach(() => (state = stateIn(store)));

  test("removal takes the subjects whose version is still the given one", async () => {
    for (const subjectId of ["a", "b", "c"]) await state.commit(aChange({ subjectId }));
    const seen = await state.subjects();
    await state.commit(aChange({ subjectId: "b", state: aState({ episode: 1 }), version: seen[1]?.version ?? "" }));
    store.loseNextAnswer();
    await state.stored.removeSubjects(state.instanceId, seen);
    expect((await state.subjects()).map(({ subjectId }) => subjectId)).toEqual(["b"]);
  });

  test("150 subjects are removed, though a transaction has 100", async () => {
    await Promise.all(Array.from({ length: 150 }, (_, index) => state.commit(aChange({ subjectId: `s${index}` }))));
    await state.stored.removeSubjects(state.instanceId, await state.subjects());
    expect(await state.subjects()).toEqual([]);
  });

  test("an event or marker with another event's id is not there", async () => {
    const reference = { ...toReference(await state.commitOne()), eventId: "evt_other" };
    expect(await state.stored.loadEvent(reference)).toBeUndefined();
    expect(await state.stored.loadPending(reference)).toBeUndefined();
    expect(await state.stored.loadEvent({ ...reference, sequence: 99 })).toBeUndefined();
  });

  test("a marker is saved by its version, once", async () => {
    const marker = await state.pendingOf(await state.commitOne());
    const moved = await state.stored.savePending({ ...marker, pages: 1, cursor: "1:x", dueAt: at(40) });
    expect(moved).toMatchObject({ pages: 1, cursor: "1:x" });
    expect(moved).toEqual(await state.stored.loadPending(marker.event));
    expect(await state.stored.savePending({ ...marker, pages: 7, dueAt: at(50) })).toBeUndefined();
    const { cursor: _, ...rest } = moved ?? marker;
    expect(await state.stored.savePending({ ...rest, handedOver: true })).toMatchObject({ handedOver: true });
    expect(await state.stored.loadPending(marker.event)).not.toHaveProperty("cursor");
  });

  test("a marker saved though the answer was lost is saved", async () => {
    const marker = await state.pendingOf(await state.commitOne());
    store.loseNextAnswer();
    const saved = await state.stored.savePending({ ...marker, handedOver: true });
    expect(saved).toEqual(await state.stored.loadPending(marker.event));
  });

  test("a marker is removed by its version, and the instance then has nothing pending", async () => {
    const marker = await state.pendingOf(await state.commitOne());
    const moved = await state.stored.savePending({ ...marker, pages: 1 });
    await state.stored.removePending(marker);
    expect(await state.stored.hasPending(state.instanceId)).toBe(true);
    await state.stored.removePending(moved ?? marker);
    await state.stored.removePending(moved ?? marker);
    expect(await state.stored.hasPending(state.instanceId)).toBe(false);
  });

  test.each([
    ["subject:bad", { subjectId: "bad", state: "{" }],
    ["subject:bad", { subjectId: "bad", state: `{"kind":"unheard-of"}` }],
    ["subject:bad", { subjectId: 5, state: JSON.stringify(aState()) }],
  ])("a subject row %s that cannot be read is state.reported and stops no other (%#)", async (row, values) => {
    await state.commit(aChange());
    await state.table.write(state.instanceId, [{ kind: "insert", row, values }]);
    expect(await state.subjects()).toHaveLength(1);
    expect(state.reported).toEqual([
      expect.objectContaining({ code: "invalid-row", target: `InstanceState/${state.instanceId}/${row}` }),
    ]);
  });

  test("an event row that cannot be read is an error that names it", async () => {
    const event = await state.commitOne();
    const [row] = await state.table.list(state.instanceId, { from: "event:", before: "event;" });
    await state.table.write(state.instanceId, [{ kind: "merge", row: row?.row ?? "", values: { fields: "[]" } }]);
    await expect(state.stored.loadEvent(toReference(event))).rejects.toMatchObject({
      code: "invalid-row",
      target: `InstanceState/${state.instanceId}/${row?.row}`,
    });
  });
});
