import { brokenCondition } from "../../shared/storage/table/brokenCondition";
import { confirmWrites } from "../../shared/storage/table/confirmWrites";
import { type RawTable } from "../../shared/storage/table/rawTable";
import {
  type Action,
  type Condition,
  type ListOptions,
  type StoredRow,
  type Table,
  type Value,
} from "../../shared/storage/table/table";

export interface MemoryTable extends Table {
  /** The next write is done, and its answer lost. */
  loseNextAnswer(): void;
  /** The next write is not done, and its answer lost. */
  loseNextWrite(): void;
  /** Every operation so far, as the store counts them: a transaction is one. */
  operations(): number;
}

/** Tables as Table storage has them, in this process: key order, versions, transactions that are done whole or not at all. */
export function memoryTable(name: string): MemoryTable {
  const partitions = new Map<string, Map<string, StoredRow>>();
  const faults: ("answer" | "write")[] = [];
  let versions = 0;
  let operations = 0;
  const rowsOf = (partition: string): ReadonlyMap<string, StoredRow> => partitions.get(partition) ?? new Map();
  const raw: RawTable = {
    name,
    get: async (partition, row) => {
      operations += 1;
      return structuredClone(rowsOf(partition).get(row));
    },
    list: async (partition, { from, before }, options = {}) => {
      operations += 1;
      const rows = [...rowsOf(partition).values()].filter(({ row }) => row >= from && row < before);
      const inOrder = rows.filter((row) => matches(row, options.where)).toSorted((a, b) => (a.row < b.row ? -1 : 1));
      return inOrder.slice(0, options.top).map((row) => structuredClone(select(row, options)));
    },
    submit: async (partition, actions) => {
      operations += 1;
      const fault = faults.shift();
      const lost = { answer: "lost", cause: new Error("injected") } as const;
      if (fault === "write") return lost;
      const rows = new Map(rowsOf(partition));
      const broken = brokenCondition(
        actions,
        actions.map(({ row }) => rows.get(row)),
      );
      if (broken) return fault ? lost : { answer: "refused", ...broken, repeated: false };
      const written = actions.map((action) => apply(action, rows, () => `v${(versions += 1)}`));
      partitions.set(partition, rows);
      return fault ? lost : { answer: "written", versions: written };
    },
  };
  return {
    ...confirmWrites(raw),
    loseNextAnswer: () => void faults.push("answer"),
    loseNextWrite: () => void faults.push("write"),
    operations: () => operations,
  };
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
  const values = Object.entries(stored.values).filter(([name]) => !names || names.includes(name));
  return { ...stored, values: Object.fromEntries(values) };
}

function apply(action: Action, rows: Map<string, StoredRow>, nextVersion: () => string): string {
  const { kind, row } = action;
  if (kind === "remove") {
    rows.delete(row);
    return "";
  }
  const given = Object.entries(action.values).filter((entry): entry is [string, Value] => entry[1] !== undefined);
  const kept = kind === "merge" ? rows.get(row)?.values : {};
  const version = nextVersion();
  rows.set(row, { row, version, values: { ...kept, ...Object.fromEntries(given) } });
  return version;
}
