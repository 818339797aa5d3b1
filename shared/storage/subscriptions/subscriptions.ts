/**
 * The subscriptions' own rows in the table Subscriptions, one by one: created, read, ended and removed. The other files
 * of this folder have what concerns many of them: indexes.ts their indexes by connection and callback, matching.ts
 * those that an event is for, interest.ts what must be polled, health.ts and suspension.ts columns of their rows. The
 * rows are in subscriptionRows.ts.
 */
import { type DeliveryPorts } from "../../delivery/ports";
import { type FoundSubscription, type PurgePorts } from "../../delivery/purge/ports";
import { type EndedSubscription } from "../../delivery/purge/ports";
import { type Instant } from "../../model/instant";
import { type Subscription, type SubscriptionKey } from "../../model/subscription";
import { type SubscriptionPorts } from "../../subscriptions/ports";
import { unavailable } from "../client/failures";
import { EVERY_ROW, escapeKey } from "../table/keys";
import { COUNT, INSTANT, rowGuard, rowSchema } from "../table/rowSchema";
import { invalidRow, mapRows } from "../table/rows";
import { type Sealing, type StoreDeps, type Action, type StoredRow, type Table } from "../table/table";
import { removeRows } from "../table/writes";
import { joinLoads, loadSubscriptionRows } from "./rowLoads";
import {
  HEALTH_COLUMNS,
  type HealthRow,
  fromSubscription,
  parseSubscriptionRow,
  subscriptionRow,
  toSubscription,
} from "./subscriptionRows";

type SubscriptionStore = Pick<
  SubscriptionPorts,
  "loadSubscription" | "saveSubscription" | "endSubscription" | "removeSubscription"
> &
  Pick<DeliveryPorts, "loadSubscription"> &
  Pick<PurgePorts, "endSubscription" | "findSubscriptions" | "listEndedSubscriptions" | "removeEndedSubscriptions">;

/** The store of single subscriptions. */
export function subscriptionStore(
  subscriptions: Table,
  deps: Pick<StoreDeps, "sealing" | "report">,
): SubscriptionStore {
  const loadRows = joinLoads((keys: readonly SubscriptionKey[]) => loadSubscriptionRows(subscriptions, keys));
  return {
    /**
     * Undefined when it is not stored. Throws `invalid-row`, and `undecryptable`. Loads that begin together, as those
     * of a chunk, share their queries.
     */
    loadSubscription: async (key) => {
      const { instanceId } = key;
      const stored = (await loadRows(key)).get(`${instanceId}/${subscriptionRow(key)}`);
      if (!stored) return undefined;
      const subscription = toSubscription(stored, instanceId, deps.sealing);
      if (!subscription) throw invalidRow(subscriptions.name, instanceId, stored.row);
      return subscription;
    },

    saveSubscription: (subscription, superseded) =>
      saveSubscription(subscriptions, subscription, superseded, deps.sealing),

    endSubscription: (key, untilSequence) => endSubscription(subscriptions, key, untilSequence),

    /** Removes the subscription's own row. Its entries in the indexes are left for the purge. */
    removeSubscription: async (key) => {
      await subscriptions.write(escapeKey(key.instanceId), [{ kind: "remove", row: subscriptionRow(key) }]);
    },

    /** The stored ones of these subscriptions, by their random parts, readable or not. */
    findSubscriptions: async (keys) => {
      const rows = await loadSubscriptionRows(subscriptions, keys);
      const found = keys.flatMap((key) => {
        const stored = rows.get(`${key.instanceId}/${subscriptionRow(key)}`);
        return stored ? [[key.random, toFound(stored)] as const] : [];
      });
      return new Map(found);
    },

    listEndedSubscriptions: (instanceId) => listEnded(subscriptions, instanceId, deps.report),

    /**
     * Removes their own rows; one that has changed since is skipped. Their entries in the indexes are purged by age.
     */
    removeEndedSubscriptions: (instanceId, ended) => {
      const rows = ended.map(({ key, version }) => ({ row: subscriptionRow(key), version }));
      return removeRows(subscriptions, escapeKey(instanceId), rows);
    },
  };
}

/**
 * One transaction inserts the new subscription and ends those that it supersedes, which must be of the same instance:
 * then each event is for exactly one of them. A superseded one that is gone is skipped.
 */
async function saveSubscription(
  subscriptions: Table,
  subscription: Subscription,
  superseded: readonly SubscriptionKey[],
  sealing: Sealing,
): Promise<void> {
  const { key, afterSequence, createdAt } = subscription;
  const insert: Action = { kind: "insert", row: subscriptionRow(key), values: fromSubscription(subscription, sealing) };
  const end = { untilSequence: afterSequence, live: false, endedAt: createdAt };
  let ends = superseded.map((each): Action => ({ kind: "merge", row: subscriptionRow(each), values: end }));
  for (;;) {
    const result = await subscriptions.write(escapeKey(key.instanceId), [insert, ...ends]);
    if (result.written) return;
    if (result.action === 0) throw unavailable(subscriptions.name, new Error("the random part is taken"));
    const missing = result.action - 1;
    ends = ends.filter((_, index) => index !== missing);
  }
}

/** Ends a subscription at an event's sequence. One that has ended keeps its end; one that is gone is skipped. */
async function endSubscription(subscriptions: Table, key: SubscriptionKey, untilSequence: number): Promise<void> {
  const partition = escapeKey(key.instanceId);
  const row = subscriptionRow(key);
  for (;;) {
    const stored = await subscriptions.get(partition, row);
    if (stored?.values["live"] !== true) return;
    const values = { untilSequence, live: false };
    const result = await subscriptions.write(partition, [{ kind: "merge", row, values, version: stored.version }]);
    if (result.written) return;
  }
}

function toFound({ values: { live, afterSequence } }: StoredRow): FoundSubscription {
  const isReadable = typeof afterSequence === "number";
  return { isLive: live === true && isReadable, afterSequence: isReadable ? afterSequence : 0 };
}

const { state, dormantSince } = HEALTH_COLUMNS;

const OPTIONAL = { state, dormantSince, untilSequence: COUNT, endedAt: INSTANT };

/** An instance's subscriptions that are dormant or superseded; the service selects them. */
async function listEnded(
  subscriptions: Table,
  instanceId: string,
  report: StoreDeps["report"],
): Promise<readonly EndedSubscription[]> {
  const partition = escapeKey(instanceId);
  const select = ["createdAt", ...Object.keys(OPTIONAL)];
  const kinds = [
    { property: "state", equals: "dormant" },
    { property: "live", equals: false },
  ];
  const found = await Promise.all(kinds.map((where) => subscriptions.list(partition, EVERY_ROW, { where, select })));
  const rows = [...new Map(found.flat().map((stored) => [stored.row, stored])).values()];
  return mapRows(rows, (stored) => toEnded(stored, instanceId), { table: subscriptions, partition, report });
}

interface EndedRow extends Pick<HealthRow, "state" | "dormantSince"> {
  readonly createdAt: Instant;
  readonly untilSequence?: number;
  /** Absent when an older version of this app has ended it. */
  readonly endedAt?: Instant;
}

const isEndedRow = rowGuard<EndedRow>(rowSchema({ createdAt: INSTANT }, OPTIONAL));

function toEnded({ row, version, values }: StoredRow, instanceId: string): EndedSubscription | undefined {
  const key = parseSubscriptionRow(instanceId, row);
  if (!key || !isEndedRow(values)) return undefined;
  const { untilSequence: sequence, endedAt = values.createdAt } = values;
  return {
    key,
    version,
    ...(values.state === "dormant" && values.dormantSince && { dormantSince: values.dormantSince }),
    ...(sequence !== undefined && { ended: { at: endedAt, sequence } }),
  };
}
