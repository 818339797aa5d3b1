/**
 * Rows of a partition: records of CSV as values of the entity's columns. The file decides where a page ends, what is a
 * header row, and which value a field is.
 */
import { type Column, type PartitionSet } from "../../model/entity";
import { BadCsv, type CsvRecord, parseRecords } from "./parseRecords";

/** A value of a row; null when the file has nothing between two commas. */
export type Cell = string | number | boolean | null;

export type PartitionRow = Readonly<Record<string, Cell>>;

/** The point where a page begins, by the bytes and the rows of the file before it. */
export interface RowPosition {
  readonly offset: number;
  readonly row: number;
}

export interface RowsWanted extends RowPosition, Pick<PartitionSet, "entityType" | "columns"> {
  readonly top: number;
}

export type RowsRead =
  | {
      readonly outcome: "rows";
      readonly rows: readonly PartitionRow[];
      /** The start of the next page; absent at the end of the file. */
      readonly next?: RowPosition;
    }
  /** `row` is counted from 1. */
  | { readonly outcome: "unreadable"; readonly row: number; readonly why: string };

/**
 * The size of the answer after which a page ends, at the end of a row: the answer is built in memory. It is measured as
 * JSON, which repeats every column's name in every row: an empty field is one byte of the file and hundreds here.
 */
const MAX_PAGE_BYTES = 4 * 1024 * 1024;

/**
 * Reads up to `top` rows of a file; `chunks` are its bytes from `offset` on. One row more is read, to know whether the
 * file ends there. Passes on what `chunks` throws.
 */
export async function readRows(chunks: AsyncIterable<Uint8Array>, wanted: RowsWanted): Promise<RowsRead> {
  const { offset, row, top, columns } = wanted;
  const isStart = offset === 0;
  // In a file of one column, an empty line is a row without a value.
  const records = parseRecords(chunks, { isStart, skipEmptyLines: columns.length > 1 });
  const rows: PartitionRow[] = [];
  const at = (): number => row + rows.length;
  let read = 0;
  let size = 0;
  try {
    for await (const each of skipHeader(records, isStart, wanted)) {
      if (rows.length === top || size > MAX_PAGE_BYTES) {
        return { outcome: "rows", rows, next: { offset: offset + read, row: at() } };
      }
      const { fields, end } = each;
      if (fields.length !== columns.length) {
        const why = `it has ${fields.length} fields, and the entity has ${columns.length} columns`;
        return { outcome: "unreadable", row: at() + 1, why };
      }
      const made = toRow(fields, columns);
      rows.push(made);
      size += Buffer.byteLength(JSON.stringify(made)) + 1;
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
 * True for a first record that names the columns. Files have no header row, except for segments, whose first row is a
 * header when it contains `CustomerId` (docs/customer-insights.md). In any file, a row that repeats every column's name
 * counts as one.
 */
function isHeader(
  record: readonly (string | null)[],
  { entityType, columns }: Pick<PartitionSet, "entityType" | "columns">,
): boolean {
  const fields = record.map((field) => field?.toLowerCase());
  if (entityType === "segment" && fields.includes("customerid")) return true;
  return fields.length === columns.length && columns.every(({ name }, index) => name.toLowerCase() === fields[index]);
}

/** Makes a row of entries instead of assignments: a column may be called `__proto__`. */
function toRow(fields: CsvRecord["fields"], columns: readonly Column[]): PartitionRow {
  return Object.fromEntries(columns.map(({ name, type }, index) => [name, toCell(fields[index] ?? null, type)]));
}

const WHOLE = /^[+-]?\d+$/;

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** The number of decimal digits that a double keeps exactly. */
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
 * A field as a value of its column's type (`Edm.*`, docs/customer-insights.md). A value that JSON cannot hold exactly,
 * such as a whole number beyond 2^53, stays a text, so that nothing is lost.
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
