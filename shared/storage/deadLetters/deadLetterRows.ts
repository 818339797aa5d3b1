/**
 * Rows of the table DeadLetters, which dead letters and poison share. Keys sort the newest first. The column `kind`
 * tells them apart, and `redriven` marks those that were delivered again. The other columns are in deadLetters.ts and
 * poison.ts.
 */
import { createHash } from "node:crypto";
import { defined } from "../../model/defined";
import { type Instant } from "../../model/instant";
import { type Page } from "../../model/stored";
import { prefixRange } from "../table/keys";
import { type RowMapper, countRows, listPage } from "../table/rows";
import { type StoreDeps, type Condition, type RowRange, type Table } from "../table/table";

/** One kind of these rows, with its conversions. */
interface RowKind<Kept, Filter extends TimeRange> {
  /** The value of the column `kind`. */
  readonly name: "delivery" | "poison";
  readonly partitionOf: (filter: Filter) => string;
  /** The columns that a filter asks for; one that is undefined may have any value. */
  readonly columnsOf: (filter: Filter) => Readonly<Record<string, string | undefined>>;
  readonly keysOf: (kept: Kept) => { readonly partition: string; readonly row: string };
  readonly toValue: RowMapper<Kept>;
}

interface KeptPage {
  readonly top: number;
  readonly cursor?: string | undefined;
  /** Leaves out those that were redriven, and those that cannot be. */
  readonly onlyOpen?: boolean;
}

/** The operations that both kinds have. */
export function deadLetterRowStore<Kept, Filter extends TimeRange>(
  deadLetters: Table,
  { name, partitionOf, columnsOf, keysOf, toValue }: RowKind<Kept, Filter>,
  { report }: Pick<StoreDeps, "report">,
) {
  const conditions = (filter: Filter, onlyOpen: boolean): readonly Condition[] => {
    const columns = defined({ kind: name, ...columnsOf(filter), redriven: onlyOpen ? false : undefined });
    return Object.entries(columns).map(([property, equals]) => ({ property, equals }));
  };
  return {
    /** Newest first. */
    list: (filter: Filter, { top, cursor, onlyOpen = false }: KeptPage): Promise<Page<Kept>> => {
      const [partition, range] = [partitionOf(filter), deadLetterRange(filter)];
      const list = { table: deadLetters, partition, range, where: conditions(filter, onlyOpen), report };
      return listPage(list, { top, last: cursor }, toValue);
    },

    /** The number of those that a redrive with this filter would take up. */
    count: (filter: Filter): Promise<number> => {
      const options = { column: "kind", where: conditions(filter, true) };
      return countRows(deadLetters, partitionOf(filter), deadLetterRange(filter), options);
    },

    /** Marks the row as redriven. One that was purged meanwhile is not created again. */
    mark: async (kept: Kept, redriveId: string, redrivenAt: Instant): Promise<void> => {
      const { partition, row } = keysOf(kept);
      const values = { redriven: true, redriveId, redrivenAt };
      await deadLetters.write(partition, [{ kind: "merge", row, values }]);
    },
  };
}

const HASH_LENGTH = 24;

/** The row key: newest first. `identity` names what has died, so that storing it twice makes one row. */
export function deadLetterRow(diedAt: Instant, identity: readonly (string | number)[]): string {
  return timePrefix(diedAt) + createHash("sha256").update(identity.join("\n")).digest("hex").slice(0, HASH_LENGTH);
}

const PREFIX = "letter:";

/** The last millisecond that a `Date` can have. */
const MAX_DATE_MS = 8_640_000_000_000_000;

const DIGITS = 16;

function timePrefix(diedAt: Instant): string {
  return `${PREFIX}${String(MAX_DATE_MS - Date.parse(diedAt)).padStart(DIGITS, "0")}.`;
}

interface TimeRange {
  readonly since?: Instant;
  readonly until?: Instant;
}

/**
 * The rows of what died at `since` or later and before `until`. Keys fall as time rises, so `until` is where the range
 * begins.
 */
export function deadLetterRange({ since, until }: TimeRange): RowRange {
  const all = prefixRange(PREFIX);
  return {
    from: until === undefined ? all.from : prefixRange(timePrefix(until)).before,
    before: since === undefined ? all.before : prefixRange(timePrefix(since)).before,
  };
}
