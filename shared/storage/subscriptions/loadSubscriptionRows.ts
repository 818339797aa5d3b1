import { type SubscriptionKey } from "../../model/subscription";
import { escapeKey } from "../keys/escapeKey";
import { directionPrefix, subscriptionRow } from "../keys/subscriptionKeys";
import { type StoredRow, type Table } from "../table/table";

/** As many as a chunk has: these stand next to each other, so that little else lies between the first and the last. */
const MOST_PER_QUERY = 16;

interface Neighbours {
  readonly instanceId: string;
  readonly rows: readonly string[];
}

/** The rows that are there, by `instanceId/row`: one query for up to 16 of the same instance, trigger, resource and direction. */
export async function loadSubscriptionRows(
  table: Table,
  keys: readonly SubscriptionKey[],
): Promise<ReadonlyMap<string, StoredRow>> {
  const found = await Promise.all(toNeighbours(keys).map((neighbours) => loadNeighbours(table, neighbours)));
  return new Map(found.flat());
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

function inRuns(rows: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(rows.length / MOST_PER_QUERY) }, (_, index) =>
    rows.slice(index * MOST_PER_QUERY, (index + 1) * MOST_PER_QUERY),
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
