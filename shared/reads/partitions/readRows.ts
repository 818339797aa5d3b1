import { type Column, type PartitionSet } from "../../model/entity";
import { isHeader } from "./isHeader";
import { BadCsv, type CsvRecord, parseRecords } from "./parseRecords";
import { type Cell, toCell } from "./toCell";

export type Row = Readonly<Record<string, Cell>>;

/** Where a page begins: so many bytes, and rows, of the file are before it. */
export interface RowPlace {
  readonly offset: number;
  readonly row: number;
}

export interface RowsWanted extends RowPlace, Pick<PartitionSet, "entityType" | "columns"> {
  readonly top: number;
}

export type RowsRead =
  | { readonly outcome: "rows"; readonly rows: readonly Row[]; /** Absent at the end. */ readonly next?: RowPlace }
  /** `row` counts from 1. */
  | { readonly outcome: "unreadable"; readonly row: number; readonly why: string };

/** A page ends with the row that makes it larger: an answer stays small enough to be built in memory. */
const MOST_PAGE_BYTES = 4 * 1024 * 1024;

/**
 * Up to `top` rows of a file whose bytes from `offset` on are `chunks`; reads one more to know whether it ends there. Throws what
 * `chunks` throws.
 */
export async function readRows(chunks: AsyncIterable<Uint8Array>, wanted: RowsWanted): Promise<RowsRead> {
  const { offset, row, top, columns } = wanted;
  const isStart = offset === 0;
  // Of a single column, an empty line is a row whose value is absent.
  const records = parseRecords(chunks, { isStart, skipEmptyLines: columns.length > 1 });
  const rows: Row[] = [];
  const at = (): number => row + rows.length;
  let read = 0;
  try {
    for await (const each of skipHeader(records, isStart, wanted)) {
      if (rows.length === top || read > MOST_PAGE_BYTES) {
        return { outcome: "rows", rows, next: { offset: offset + read, row: at() } };
      }
      const { fields, end } = each;
      if (fields.length !== columns.length) {
        const why = `it has ${fields.length} fields, and the entity has ${columns.length} columns`;
        return { outcome: "unreadable", row: at() + 1, why };
      }
      rows.push(toRow(fields, columns));
      read = end;
    }
  } catch (error) {
    if (!(error instanceof BadCsv)) throw error;
    return { outcome: "unreadable", row: at() + 1, why: error.message };
  }
  return { outcome: "rows", rows };
}

async function* skipHeader(
  records: AsyncIterable<CsvRecord>,
  isStart: boolean,
  wanted: RowsWanted,
): AsyncGenerator<CsvRecord, void, undefined> {
  let isFirst = isStart;
  for await (const each of records) {
    if (!isFirst || !isHeader(each.fields, wanted)) yield each;
    isFirst = false;
  }
}

/** Entries, not assignments: a column may be called `__proto__`. */
function toRow(fields: CsvRecord["fields"], columns: readonly Column[]): Row {
  return Object.fromEntries(columns.map(({ name, type }, index) => [name, toCell(fields[index] ?? null, type)]));
}
