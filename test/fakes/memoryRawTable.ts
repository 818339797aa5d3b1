import { brokenCondition } from "../../shared/storage/table/confirmWrites";
import {
  type Action,
  type Condition,
  type ListOptions,
  type RawTable,
  type StoredRow,
  type ColumnValue,
} from "../../shared/storage/table/table";

/** Told of each write that is done, when it is. */
type OnWritten = (partition: string, actions: readonly Action[]) => void;

export interface MemoryRawTable extends RawTable {
  /** The rows as they are now, by row key, in no order. */
  rowsOf(partition: string): ReadonlyMap<string, StoredRow>;
}

/**
 * A table as Table storage has them, in this process: key order, versions, transactions that are done whole or not at all.
 * Each operation is done before its call returns; only its answer is a promise.
 */
export function memoryRawTable(name: string, onWritten: OnWritten = () => undefined): MemoryRawTable {
  const partitions = new Map<string, Map<string, StoredRow>>();
  let versions = 0;
  const rowsOf = (partition: string): ReadonlyMap<string, StoredRow> => partitions.get(partition) ?? new Map();
  return {
    name,
    rowsOf,
    get: async (partition, row) => {
      const stored = rowsOf(partition).get(row);
      return stored && copy(stored);
    },
    list: async (partition, { from, before }, options = {}) => {
      const rows = [...rowsOf(partition).values()].filter(({ row }) => row >= from && row < before);
      const inOrder = rows.filter((row) => matches(row, options.where)).toSorted((a, b) => (a.row < b.row ? -1 : 1));
      return inOrder.slice(0, options.top).map((row) => select(row, options));
    },
    nextPartition: async (after) =>
      [...partitions].flatMap(([key, rows]) => (key > after && rows.size > 0 ? [key] : [])).toSorted()[0],
    submit: async (partition, actions) => {
      const rows = partitions.get(partition) ?? new Map<string, StoredRow>();
      const broken = brokenCondition(
        actions,
        actions.map(({ row }) => rows.get(row)),
      );
      if (broken) return { answer: "refused", ...broken, repeated: false };
      const written = actions.map((action) => apply(action, rows, () => `v${(versions += 1)}`));
      partitions.set(partition, rows);
      onWritten(partition, actions);
      return { answer: "written", versions: written };
    },
  };
}

function copy(stored: StoredRow): StoredRow {
  return { ...stored, values: { ...stored.values } };
}

function matches(stored: StoredRow, where: ListOptions["where"] = []): boolean {
  return [where].flat().every((each) => meets(stored, each));
}

function meets({ values }: StoredRow, where: Condition): boolean {
  const value = values[where.property];
  if ("equals" in where) return value === where.equals;
  return typeof value === "string" && value <= where.atMost;
}

function select(stored: StoredRow, { select: names }: ListOptions): StoredRow {
  if (!names) return copy(stored);
  const values = Object.entries(stored.values).filter(([name]) => names.includes(name));
  return { ...stored, values: Object.fromEntries(values) };
}

function apply(action: Action, rows: Map<string, StoredRow>, nextVersion: () => string): string {
  const { kind, row } = action;
  if (kind === "remove") {
    rows.delete(row);
    return "";
  }
  const values: Record<string, ColumnValue> = kind === "merge" ? { ...rows.get(row)?.values } : {};
  for (const [name, value] of Object.entries(action.values)) if (value !== undefined) values[name] = value;
  const version = nextVersion();
  rows.set(row, { row, version, values });
  return version;
}
