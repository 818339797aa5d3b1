/**
 * Loads of many subscriptions at once: those of a chunk, which stand next to each other, cost one query instead of one
 * each.
 */
import { type SubscriptionKey } from "../../model/subscription";
import { escapeKey } from "../table/keys";
import { type StoredRow, type Table } from "../table/table";
import { directionPrefix, subscriptionRow } from "./subscriptionRows";

/**
 * The rows that are stored, by `instanceId/row`: one query for up to 16 of the same instance, trigger, resource and
 * direction.
 */
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

/**
 * A chunk's size. Its subscriptions stand next to each other, so that few others lie between the first and the last.
 */
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

/**
 * Joins the keys that are asked for in the same turn of the event loop to one load. Each caller gets all that it
 * loaded.
 */
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
