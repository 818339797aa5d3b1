import { type Column, type PartitionSet } from "../../model/entity";
import { BadCsv, type CsvRecord, parseRecords } from "./parseRecords";

/** A value of a row; null where the file has nothing between two commas. */
export type Cell = string | number | boolean | null;

export type PartitionRow = Readonly<Record<string, Cell>>;

/** Where a page begins: so many bytes, and rows, of the file are before it. */
export interface RowPlace {
  readonly offset: number;
  readonly row: number;
}

export interface RowsWanted extends RowPlace, Pick<PartitionSet, "entityType" | "columns"> {
  readonly top: number;
}

export type RowsRead =
  | {
      readonly outcome: "rows";
      readonly rows: readonly PartitionRow[];
      /** Absent at the end. */ readonly next?: RowPlace;
    }
  /** `row` counts from 1. */
  | { readonly outcome: "unreadable"; readonly row: number; readonly why: string };

/** A page ends with the row that makes it larger: an answer stays small enough to be built in memory. */
const MAX_PAGE_BYTES = 4 * 1024 * 1024;

/**
 * Up to `top` rows of a file whose bytes from `offset` on are `chunks`; reads one more to know whether it ends there. Throws what
 * `chunks` throws.
 */
export async function readRows(chunks: AsyncIterable<Uint8Array>, wanted: RowsWanted): Promise<RowsRead> {
  const { offset, row, top, columns } = wanted;
  const isStart = offset === 0;
  // Of a single column, an empty line is a row whose value is absent.
  const records = parseRecords(chunks, { isStart, skipEmptyLines: columns.length > 1 });
  const rows: PartitionRow[] = [];
  const at = (): number => row + rows.length;
  let read = 0;
  try {
    for await (const each of skipHeader(records, isStart, wanted)) {
      if (rows.length === top || read > MAX_PAGE_BYTES) {
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

/**
 * True for a first record that names the columns. Files have no header row, but for segments, whose first row is one when it
 * holds `CustomerId` (reference/customer-insights-api.md 2.6); a row that repeats every column's name is taken for one in any file.
 */
function isHeader(
  record: readonly (string | null)[],
  { entityType, columns }: Pick<PartitionSet, "entityType" | "columns">,
): boolean {
  const fields = record.map((field) => field?.toLowerCase());
  if (entityType === "segment" && fields.includes("customerid")) return true;
  return fields.length === columns.length && columns.every(({ name }, index) => name.toLowerCase() === fields[index]);
}

/** Entries, not assignments: a column may be called `__proto__`. */
function toRow(fields: CsvRecord["fields"], columns: readonly Column[]): PartitionRow {
  return Object.fromEntries(columns.map(({ name, type }, index) => [name, toCell(fields[index] ?? null, type)]));
}

const WHOLE = /^[+-]?\d+$/;

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** So many digits a double keeps as they are. */
const EXACT_DIGITS = 15;

const READERS = new Map<string, (text: string) => Cell>([
  ["edm.boolean", toBoolean],
  ["edm.byte", toWhole],
  ["edm.sbyte", toWhole],
  ["edm.int16", toWhole],
  ["edm.int32", toWhole],
  ["edm.int64", toWhole],
  ["edm.decimal", toDecimal],
  ["edm.single", toNumber],
  ["edm.double", toNumber],
]);

/**
 * A field as a value of its column's type (`Edm.*`, reference/customer-insights-api.md 2.6). What its type cannot hold exactly, such as a
 * whole number beyond 2^53, stays the text that it is: nothing is lost.
 */
export function toCell(text: string | null, type: string): Cell {
  if (text === null) return null;
  return READERS.get(type.toLowerCase())?.(text) ?? text;
}

function toBoolean(text: string): boolean | string {
  const word = text.toLowerCase();
  return word === "true" || word === "false" ? word === "true" : text;
}

function toWhole(text: string): number | string {
  return WHOLE.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;
}

function toDecimal(text: string): number | string {
  return text.replaceAll(/\D/g, "").length <= EXACT_DIGITS ? toNumber(text) : text;
}

function toNumber(text: string): number | string {
  return NUMBER.test(text) && Number.isFinite(Number(text)) ? Number(text) : text;
}
