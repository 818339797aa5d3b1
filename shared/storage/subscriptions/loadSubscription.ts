import { CodedError } from "../../model/errors";
import { type Page } from "../../model/page";
import { type Subscription, type SubscriptionKey } from "../../model/subscription";
import { EVERY_ROW, escapeKey } from "../table/keys";
import { type Report, invalidRow, listPage } from "../table/rows";
import { type StoredRow, type Table } from "../table/table";
import {
  type Sealing,
  connectionPartition,
  directionPrefix,
  subscriptionRow,
  toEntry,
  toSubscription,
} from "./subscriptionRows";

interface ListDeps {
  readonly sealing: Sealing;
  readonly report: Report;
}

interface SubscriptionPage {
  readonly top: number;
  readonly cursor?: string;
}

/**
 * A connection's subscriptions, in an order that says nothing. A page may have fewer than `top`: an entry whose subscription is
 * gone or not there yet is left out.
 */
export const listByConnection = (subscriptions: Table, { sealing, report }: ListDeps) => {
  const load = loadSubscription(subscriptions, sealing);
  const loadReadable = (key: SubscriptionKey): Promise<Subscription | undefined> =>
    load(key).catch((error: unknown) => {
      if (!(error instanceof CodedError) || error.code === "storage-unavailable") throw error;
      report(error);
      return undefined;
    });
  return async (connection: string, { top, cursor }: SubscriptionPage): Promise<Page<Subscription>> => {
    const list = { table: subscriptions, partition: connectionPartition(connection), range: EVERY_ROW, report };
    const { items, ...rest } = await listPage(list, { top, last: cursor }, toEntry);
    const loaded = await Promise.all(items.map(({ key }) => loadReadable(key)));
    return { ...rest, items: loaded.filter((each) => each !== undefined) };
  };
};

/**
 * Undefined when it is not there; throws `invalid-row`, and `undecryptable` from `open`. `subscriptions`: the table of that
 * name. Loads that begin together, as those of a chunk do, share their queries: else each delivery would cost one.
 */
export const loadSubscription = (subscriptions: Table, sealing: Sealing) => {
  const loadRows = joinLoads((keys: readonly SubscriptionKey[]) => loadSubscriptionRows(subscriptions, keys));
  return async (key: SubscriptionKey): Promise<Subscription | undefined> => {
    const { instanceId } = key;
    const stored = (await loadRows(key)).get(`${instanceId}/${subscriptionRow(key)}`);
    if (!stored) return undefined;
    const subscription = toSubscription(stored, instanceId, sealing);
    if (!subscription) throw invalidRow(subscriptions.name, instanceId, stored.row);
    return subscription;
  };
};

/** Makes one load of those that are asked for in the same turn of the event loop; each asker gets the whole answer. */
export function joinLoads<Key, Loaded>(load: (keys: readonly Key[]) => Promise<Loaded>): (key: Key) => Promise<Loaded> {
  let open: { readonly keys: Key[]; readonly loaded: Promise<Loaded> } | undefined;
  const begin = (): { readonly keys: Key[]; readonly loaded: Promise<Loaded> } => {
    const keys: Key[] = [];
    const loaded = Promise.resolve().then(() => {
      open = undefined;
      return load(keys);
    });
    return { keys, loaded };
  };
  return (key) => {
    open ??= begin();
    open.keys.push(key);
    return open.loaded;
  };
}

/** The rows that are there, by `instanceId/row`: one query for up to 16 of the same instance, trigger, resource and direction. */
export async function loadSubscriptionRows(
  table: Table,
  keys: readonly SubscriptionKey[],
): Promise<ReadonlyMap<string, StoredRow>> {
  const found = await Promise.all(toNeighbours(keys).map((neighbours) => loadNeighbours(table, neighbours)));
  return new Map(found.flat());
}

interface Neighbours {
  readonly instanceId: string;
  readonly rows: readonly string[];
}

function toNeighbours(keys: readonly SubscriptionKey[]): readonly Neighbours[] {
  const groups = new Map<string, { readonly instanceId: string; readonly rows: Set<string> }>();
  for (const key of keys) {
    const { instanceId } = key;
    const name = `${instanceId}/${directionPrefix(key)}`;
    const group = groups.get(name) ?? { instanceId, rows: new Set() };
    groups.set(name, group);
    group.rows.add(subscriptionRow(key));
  }
  return [...groups.values()].flatMap(({ instanceId, rows }) =>
    inRuns([...rows].toSorted()).map((run) => ({ instanceId, rows: run })),
  );
}

/** As many as a chunk has: these stand next to each other, so that little else lies between the first and the last. */
const MAX_PER_QUERY = 16;

function inRuns(rows: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(rows.length / MAX_PER_QUERY) }, (_, index) =>
    rows.slice(index * MAX_PER_QUERY, (index + 1) * MAX_PER_QUERY),
  );
}

async function loadNeighbours(
  table: Table,
  { instanceId, rows }: Neighbours,
): Promise<readonly (readonly [string, StoredRow])[]> {
  const partition = escapeKey(instanceId);
  const [from = "", last = from] = [rows[0], rows.at(-1)];
  const stored =
    from === last ? [await table.get(partition, from)] : await table.list(partition, { from, before: `${last}~` });
  return stored.flatMap((row) => (row ? [[`${instanceId}/${row.row}`, row] as const] : []));
}
