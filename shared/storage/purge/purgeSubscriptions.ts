import {
  type EndedSubscription,
  type FoundSubscription,
  type IndexEntry,
  type IndexPage,
} from "../../delivery/purge/ports";
import { type Instant } from "../../model/instant";
import { type SubscriptionKey } from "../../model/subscription";
import { loadSubscriptionRows } from "../subscriptions/loadSubscription";
import {
  HEALTH_COLUMNS,
  type HealthRow,
  parseSubscriptionRow,
  subscriptionRow,
  toEntry,
} from "../subscriptions/subscriptionRows";
import { writeFitting } from "../table/confirmWrites";
import { EVERY_ROW, escapeKey, prefixRange } from "../table/keys";
import { COUNT, INSTANT, type Report, mapRows, rowGuard, rowSchema } from "../table/rows";
import { type StoredRow, type Table } from "../table/table";

const CALLBACK_PREFIX = "callback.";

const PAGE_ROWS = 100;

/** Stands before every character of a key, so that places are in the order of their rows. */
const SEPARATOR = " ";

/** The next entries of the index that a place lies in, or the first of the next index. A place: partition and row. */
export const nextIndexPage = (subscriptions: Table, report: Report) => {
  const load = async (index: string, from: string): Promise<IndexPage | undefined> => {
    const rows = await subscriptions.list(index, { ...EVERY_ROW, from }, { top: PAGE_ROWS });
    const last = rows.at(-1);
    const entries = mapRows(rows, toIndexEntry, { table: subscriptions.name, partition: index, report });
    const isOfCallback = indexPrefixOf(index) === CALLBACK_PREFIX;
    return last && { cursor: index + SEPARATOR + last.row, index, entries, isOfCallback };
  };
  return async (after: string): Promise<IndexPage | undefined> => {
    const [index = "", row] = after.split(SEPARATOR);
    const rest = row === undefined ? undefined : await load(index, `${row}~`);
    if (rest) return rest;
    const next = await nextIndex(subscriptions, index);
    return next === undefined ? undefined : load(next, EVERY_ROW.from);
  };
};

function toIndexEntry(stored: StoredRow): IndexEntry | undefined {
  const entry = toEntry(stored);
  return entry && { row: stored.row, ...entry };
}

/** What the partitions of the indexes of subscriptions begin with, in ordinal order; no instance's does. */
const INDEX_PREFIXES = [CALLBACK_PREFIX, "connection."];

/** The index prefix of a partition; undefined when it is an instance's. */
export function indexPrefixOf(partition: string): string | undefined {
  return INDEX_PREFIXES.find((prefix) => partition.startsWith(prefix));
}

/** Indexes stand among the partitions of instances. */
async function nextIndex(subscriptions: Table, after: string): Promise<string | undefined> {
  for (const prefix of INDEX_PREFIXES) {
    const { from, before } = prefixRange(prefix);
    const next = after < before ? await subscriptions.nextPartition(after > from ? after : from) : undefined;
    if (next !== undefined && indexPrefixOf(next) === prefix) return next;
  }
  return undefined;
}

const { state, dormantSince } = HEALTH_COLUMNS;

const OPTIONAL = { state, dormantSince, untilSequence: COUNT, endedAt: INSTANT };

const select = ["createdAt", ...Object.keys(OPTIONAL)];

/** An instance's subscriptions that are dormant or superseded; the store picks them out. */
export const listEndedSubscriptions =
  (subscriptions: Table, report: Report) =>
  async (instanceId: string): Promise<readonly EndedSubscription[]> => {
    const partition = escapeKey(instanceId);
    const kinds = [
      { property: "state", equals: "dormant" },
      { property: "live", equals: false },
    ];
    const found = await Promise.all(kinds.map((where) => subscriptions.list(partition, EVERY_ROW, { where, select })));
    const rows = [...new Map(found.flat().map((stored) => [stored.row, stored])).values()];
    const toEnded = (stored: StoredRow): EndedSubscription | undefined => toEndedSubscription(stored, instanceId);
    return mapRows(rows, toEnded, { table: subscriptions.name, partition, report });
  };

interface EndedRow extends Pick<HealthRow, "state" | "dormantSince"> {
  readonly createdAt: Instant;
  readonly untilSequence?: number;
  /** Absent where an older version of the app has ended it. */
  readonly endedAt?: Instant;
}

const isEndedRow = rowGuard<EndedRow>(rowSchema({ createdAt: INSTANT }, OPTIONAL));

function toEndedSubscription({ row, version, values }: StoredRow, instanceId: string): EndedSubscription | undefined {
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

/** Those that are stored, by their random parts, whether they can be read or not. */
export const findSubscriptions =
  (subscriptions: Table) =>
  async (keys: readonly SubscriptionKey[]): Promise<ReadonlyMap<string, FoundSubscription>> => {
    const rows = await loadSubscriptionRows(subscriptions, keys);
    const found = keys.flatMap((key) => {
      const stored = rows.get(`${key.instanceId}/${subscriptionRow(key)}`);
      return stored ? [[key.random, toFound(stored)] as const] : [];
    });
    return new Map(found);
  };

function toFound({ values: { live, afterSequence } }: StoredRow): FoundSubscription {
  const isReadable = typeof afterSequence === "number";
  return { isLive: live === true && isReadable, afterSequence: isReadable ? afterSequence : 0 };
}

/** Their own rows only: what is in the indexes is found there by its age. */
export const removeEndedSubscriptions =
  (subscriptions: Table) =>
  async (instanceId: string, ended: readonly EndedSubscription[]): Promise<void> => {
    const removals = ended.map(({ key, version }) => ({
      kind: "remove" as const,
      row: subscriptionRow(key),
      version,
    }));
    await writeFitting(subscriptions, escapeKey(instanceId), removals);
  };

export const removeIndexEntries =
  (subscriptions: Table) =>
  async (index: string, rows: readonly string[]): Promise<void> => {
    await writeFitting(
      subscriptions,
      index,
      rows.map((row) => ({ kind: "remove" as const, row })),
    );
  };
