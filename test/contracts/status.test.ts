import { type CodedError } from "../../shared/model/errors";
import { type GapEvent } from "../../shared/model/event";
import { type Subscription, type SuspendReason } from "../../shared/model/subscription";
import { eventStore } from "../../shared/storage/instanceState/events";
import { pendingStore } from "../../shared/storage/instanceState/pending";
import { subscriptionStore } from "../../shared/storage/subscriptions/subscriptions";
import { suspensionStore } from "../../shared/storage/subscriptions/suspension";
import { type Values } from "../../shared/storage/table/table";
import { STORE_DEPS, aChange, aSubscription, anEvent, at } from "./builders";
import { countRows } from "./countRows";
import { type StateInStore, stateIn } from "./stateIn";
import { STORES, type Store } from "./stores";

describe.each(STORES)("what the status report asks of $store", ({ open }) => {
  let store: Store;
  let suspensions: ReturnType<typeof suspensionStore>;
  let saved: ReturnType<typeof subscriptionStore>;
  let state: StateInStore;
  let instanceId: string;
  let reported: CodedError[];
  const deps = { ...STORE_DEPS, report: (error: CodedError) => void reported.push(error) };

  beforeAll(async () => {
    store = await open();
    suspensions = suspensionStore(store.tables.subscriptions, deps);
    saved = subscriptionStore(store.tables.subscriptions, deps);
  });
  afterAll(() => store.close());
  beforeEach(() => {
    state = stateIn(store);
    ({ instanceId } = state);
    reported = [];
  });

  const gaps = (top = 20, table = state.table): Promise<readonly GapEvent[]> =>
    eventStore(table, deps).listGaps(instanceId, top);
  const pending = () => pendingStore(state.table, deps).countPending(instanceId);
  const suspended = () => suspensions.countSuspended(instanceId);
  const insert = async (row: string, values: Values, table = state.table): Promise<void> => {
    await table.write(instanceId, [{ kind: "insert", row, values }]);
  };
  const commitGap = async (gap: GapEvent): Promise<void> => {
    await state.commit(aChange({ subjectId: gap.gapId, gap, events: state.events(2) }));
  };

  test("gaps are listed from among the events, the newest first and no more than asked for", async () => {
    expect(await gaps()).toEqual([]);
    const first = { gapId: "evt_1", detectedAt: at(0), lastKnownAt: at(-900), oldestSeenAt: at(-300) };
    const [second, third] = [
      { gapId: "evt_2", detectedAt: at(1) },
      { gapId: "evt_3", detectedAt: at(2) },
    ];
    for (const gap of [first, second, third]) await commitGap(gap);
    const stored = [
      { ...third, sequence: 7 },
      { ...second, sequence: 4 },
      { ...first, sequence: 1 },
    ];
    expect(await gaps()).toEqual(stored);
    const counted = countRows(state.table);
    expect(await gaps(2, counted)).toEqual(stored.slice(0, 2));
    expect(counted.rowsRead()).toBe(2);
  });

  test("a gap that cannot be read is reported and hides no other", async () => {
    await commitGap({ gapId: "evt_1", detectedAt: at(0) });
    await insert("event:0", { kind: "gap", gapId: 5 });
    expect(await gaps()).toHaveLength(1);
    expect(reported).toMatchObject([{ code: "invalid-row" }]);
  });

  test("pending markers are counted, and the oldest tells when its event was detected", async () => {
    expect(await pending()).toEqual({ count: 0 });
    const [old, young] = [7, 9].map((seconds) => anEvent({ instanceId, detectedAt: at(seconds) }));
    await state.commit(aChange({ subjectId: "a", events: [old, young].flatMap((each) => each ?? []) }));
    expect(await pending()).toEqual({ count: 2, oldestDetectedAt: at(7) });
    const [marker] = await state.due(60);
    if (marker) await pendingStore(state.table, deps).removePending(marker);
    expect(await pending()).toEqual({ count: 1, oldestDetectedAt: at(9) });
  });

  test.each<{ what: string; event?: Values; reports: number }>([
    { what: "whose event is gone", reports: 0 },
    { what: "whose event cannot be read", event: { eventId: 5 }, reports: 1 },
  ])("a marker $what still counts", async ({ event, reports }) => {
    await insert("pending:0000000000000001", { sequence: 1, eventId: "evt_1" });
    if (event) await insert(`event:${Number.MAX_SAFE_INTEGER - 1}`, event);
    expect(await pending()).toEqual({ count: 1 });
    expect(reported).toHaveLength(reports);
  });

  const save = async (resource: string, reason?: SuspendReason, rest: Partial<Subscription> = {}): Promise<void> => {
    const given = { ...rest, key: { ...rest.key, instanceId } };
    await saved.saveSubscription(aSubscription({ resource, ...given }), []);
    if (reason) await suspensions.suspendSubscriptions(instanceId, { resource, reason });
  };

  test("live subscriptions that are suspended are counted by reason", async () => {
    await save("never suspended");
    expect(await suspended()).toEqual({});
    await save("deleted");
    await save("deleted", "resource-deleted");
    await save("changed", "has-dimensions");
    await save("superseded", "has-dimensions", { untilSequence: 4 });
    await save("back", "resource-deleted");
    await suspensions.resumeSubscriptions(instanceId, { resource: "back" });
    expect(await suspended()).toEqual({ "resource-deleted": 2, "has-dimensions": 1 });
  });

  test("a subscription with a mark that is no reason is reported and not counted", async () => {
    await insert("x", { live: true, suspended: "tired" }, store.tables.subscriptions);
    expect(await suspended()).toEqual({});
    expect(reported).toMatchObject([{ code: "invalid-row" }]);
  });
});
