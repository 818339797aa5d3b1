/**
 * The indexes of subscriptions in the table Subscriptions, by connection and by callback URL. An index is a partition,
 * whose entries name subscriptions of any instance. An entry is made before the subscription and removed after it, so
 * that no subscription is ever missing in its indexes; an entry may be left over, until the purge removes it.
 */
import { type IndexEntry, type IndexPage, type PurgePorts } from "../../delivery/purge/ports";
import { unlessUnreadable } from "../../model/errors";
import { type Page } from "../../model/stored";
import { type FlowKey, type Subscription, type SubscriptionKey } from "../../model/subscription";
import { type SubscriptionPorts } from "../../subscriptions/ports";
import { EVERY_ROW, escapeKey, prefixRange } from "../table/keys";
import { listPage, listRows, mapRows } from "../table/rows";
import { type StoreDeps, type StoredRow, type Table, afterRow } from "../table/table";
import { removeRows } from "../table/writes";
import {
  CALLBACK_PREFIX,
  INDEX_PREFIXES,
  callbackPartition,
  connectionPartition,
  connectionRow,
  fromEntry,
  indexPrefixOf,
  subscriptionRow,
  toEntry,
} from "./subscriptionRows";
import { subscriptionStore } from "./subscriptions";

interface SubscriptionPage {
  readonly top: number;
  readonly cursor?: string;
}

interface SubscriptionIndexStore
  extends
    Pick<
      SubscriptionPorts,
      "indexCallback" | "indexConnection" | "listByCallback" | "countByConnection" | "removeSubscriptions"
    >,
    Pick<PurgePorts, "nextIndexPage" | "removeIndexEntries"> {
  /**
   * A connection's subscriptions, in unspecified order. A page may have fewer than `top`: an entry whose subscription
   * is missing, or cannot be read, is skipped.
   */
  readonly listByConnection: (connection: string, page: SubscriptionPage) => Promise<Page<Subscription>>;
}

/** The store of both indexes, with the subscriptions that they name. */
export function subscriptionIndexStore(
  subscriptions: Table,
  deps: Pick<StoreDeps, "sealing" | "report">,
): SubscriptionIndexStore {
  const { report } = deps;
  const { loadSubscription } = subscriptionStore(subscriptions, deps);
  return {
    indexCallback: async (subscription, order) => {
      const { key } = subscription;
      await subscriptions.write(callbackPartition(subscription), [
        { kind: "upsert", row: escapeKey(key.random), values: fromEntry({ key, order }) },
      ]);
    },

    /** `order` is the entry's time, which alone keeps the purge from it until the subscription is stored. */
    indexConnection: async ({ key, connection }, order) => {
      await subscriptions.write(connectionPartition(connection), [
        { kind: "upsert", row: connectionRow(key), values: fromEntry({ key, order }) },
      ]);
    },

    /** Every subscription that this connection made with this callback URL, also one whose own row is missing. */
    listByCallback: (owner) =>
      listRows({ table: subscriptions, partition: callbackPartition(owner), range: EVERY_ROW, report }, toEntry),

    listByConnection: async (connection, { top, cursor }) => {
      const list = { table: subscriptions, partition: connectionPartition(connection), range: EVERY_ROW, report };
      const { items, ...rest } = await listPage(list, { top, last: cursor }, toEntry);
      const loaded = await Promise.all(items.map(({ key }) => unlessUnreadable(() => loadSubscription(key), report)));
      return { ...rest, items: loaded.filter((each) => each !== undefined) };
    },

    /** The number of a connection's subscriptions, superseded ones included, until they are purged; at most `most`. */
    countByConnection: async (connection, most) =>
      (await subscriptions.list(connectionPartition(connection), EVERY_ROW, { top: most, select: ["order"] })).length,

    removeSubscriptions: (owner, keys) => removeSubscriptions(subscriptions, owner, keys),

    nextIndexPage: (after) => nextIndexPage(subscriptions, after, report),

    removeIndexEntries: (index, rows) =>
      removeRows(
        subscriptions,
        index,
        rows.map((row) => ({ row })),
      ),
  };
}

/** Removes each subscription, then its entries: a removal that is interrupted can still be found by its callback. */
async function removeSubscriptions(
  subscriptions: Table,
  owner: FlowKey,
  keys: readonly SubscriptionKey[],
): Promise<void> {
  await Promise.all(
    keys.map(async (key) => {
      await subscriptions.write(escapeKey(key.instanceId), [{ kind: "remove", row: subscriptionRow(key) }]);
      await Promise.all([
        subscriptions.write(connectionPartition(owner.connection), [{ kind: "remove", row: connectionRow(key) }]),
        subscriptions.write(callbackPartition(owner), [{ kind: "remove", row: escapeKey(key.random) }]),
      ]);
    }),
  );
}

/** Stands before every character of a key, so that cursors are in the order of their rows. */
const SEPARATOR = " ";

/**
 * The entries after a cursor, which is partition and row: the next of the same index, or the first of the next index.
 */
async function nextIndexPage(
  subscriptions: Table,
  after: string,
  report: StoreDeps["report"],
): Promise<IndexPage | undefined> {
  const [index = "", row] = after.split(SEPARATOR);
  const rest = row === undefined ? undefined : await loadIndexPage(subscriptions, index, row, report);
  if (rest) return rest;
  const next = await nextIndex(subscriptions, index);
  return next === undefined ? undefined : loadIndexPage(subscriptions, next, undefined, report);
}

const INDEX_PAGE_ROWS = 100;

async function loadIndexPage(
  subscriptions: Table,
  index: string,
  after: string | undefined,
  report: StoreDeps["report"],
): Promise<IndexPage | undefined> {
  const rows = await subscriptions.list(index, afterRow(EVERY_ROW, after), { top: INDEX_PAGE_ROWS });
  const last = rows.at(-1);
  const entries = mapRows(rows, toIndexEntry, { table: subscriptions, partition: index, report });
  const isOfCallback = indexPrefixOf(index) === CALLBACK_PREFIX;
  return last && { cursor: index + SEPARATOR + last.row, index, entries, isOfCallback };
}

function toIndexEntry(stored: StoredRow): IndexEntry | undefined {
  const entry = toEntry(stored);
  return entry && { row: stored.row, ...entry };
}

/** The next index after this partition. The partitions of indexes lie among those of instances. */
async function nextIndex(subscriptions: Table, after: string): Promise<string | undefined> {
  for (const prefix of INDEX_PREFIXES) {
    const { from, before } = prefixRange(prefix);
    const next = after < before ? await subscriptions.nextPartition(after > from ? after : from) : undefined;
    if (next !== undefined && indexPrefixOf(next) === prefix) return next;
  }
  return undefined;
}
