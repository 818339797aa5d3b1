import { defined } from "../../model/defined";
import { type ReceiverAnswer } from "../../model/delivery";
import { CodedError } from "../../model/errors";
import { TRIGGERS } from "../../model/event";
import { type Page } from "../../model/page";
import { type SuspendReason, redactCapability } from "../../model/subscription";
import { type Checked, guard } from "../../validation/guard";
import { type Condition, type RowRange, type StoredRow, type Table, afterRow } from "./table";

/** Finite: JSON has no other. */
export const NUMBER = { type: "number" };

export const TRUTH = { type: "boolean" };

export const INSTANT = { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{7}Z$" };

export const TRIGGER = { enum: TRIGGERS };

export const TEXT = { type: "string" };

export const COUNT = { type: "integer", minimum: 0 };

export const ANSWER_COLUMNS = {
  status: COUNT,
  errorCode: TEXT,
  error: { enum: ["timed-out", "unreachable", "address-refused"] },
};

const IS_REASON: Readonly<Record<SuspendReason, true>> = {
  "resource-deleted": true,
  "instance-gone": true,
  "profile-measure": true,
  "has-dimensions": true,
  "no-single-value": true,
  "unknown-kind": true,
};

/** Every one, which the type makes sure of. */
export const SUSPEND_REASONS = Object.keys(IS_REASON);

/** Takes `invalid-row` errors that must not stop the reading of other rows. */
export type Report = (error: CodedError) => void;

interface List {
  readonly table: Table;
  readonly partition: string;
  readonly range: RowRange;
  readonly where?: readonly Condition[];
  readonly report: Report;
}

interface PageRequest {
  readonly top: number;
  /** The row key that the page before ended with; also of a row that is gone. */
  readonly last?: string | undefined;
}

/** A stored row as a domain value; undefined when it is not as it should be. */
export type RowMapper<T> = (stored: StoredRow, partition: string) => T | undefined;

/**
 * One page of a list; its cursor is the last row's key, absent on the last page. A row that stays unchanged comes exactly once,
 * whatever comes and goes around it.
 */
export async function listPage<T>(
  { table, partition, range, where = [], report }: List,
  { top, last }: PageRequest,
  toValue: RowMapper<T>,
): Promise<Page<T>> {
  const rows = await table.list(partition, afterRow(range, last), { top: top + 1, where });
  const shown = rows.slice(0, top);
  const items = mapRows(shown, toValue, { table: table.name, partition, report });
  const cursor = rows.length > top ? shown.at(-1)?.row : undefined;
  return cursor === undefined ? { items } : { items, cursor };
}

interface RowSource {
  readonly table: string;
  readonly partition: string;
  readonly report: Report;
}

/** The rows of a list as domain values. One that cannot be read is reported and left out. */
export function mapRows<T>(rows: readonly StoredRow[], toValue: RowMapper<T>, place: RowSource): readonly T[] {
  return rows.flatMap((stored) => {
    const value = toValue(stored, place.partition);
    if (value === undefined) place.report(invalidRow(place.table, place.partition, stored.row));
    return value === undefined ? [] : [value];
  });
}

/** Of a row that is not as this version writes it. Its target names table, partition and row, without capabilities. */
export function invalidRow(table: string, partition: string, row: string): CodedError {
  const target = [table, partition, redactCapability(row)].join("/");
  return new CodedError("invalid-row", `row ${target} cannot be read`, { target });
}

const PAGE_ROWS = 1_000;

interface Count {
  readonly partition: string;
  readonly range: RowRange;
  readonly where: readonly Condition[];
  /** One of the rows' columns: something must be read, and this is all. */
  readonly column: string;
}

/** However many there are. */
export async function countRows(table: Table, { partition, range, where, column }: Count): Promise<number> {
  const options = { top: PAGE_ROWS, where, select: [column] };
  let count = 0;
  let last: string | undefined;
  do {
    const rows = await table.list(partition, afterRow(range, last), options);
    count += rows.length;
    last = rows.length < PAGE_ROWS ? undefined : rows.at(-1)?.row;
  } while (last !== undefined);
  return count;
}

/** Undefined when the row is not there; throws `invalid-row` when it cannot be read. */
export async function readRow<T>(
  table: Table,
  partition: string,
  row: string,
  toValue: RowMapper<T>,
): Promise<T | undefined> {
  const stored = await table.get(partition, row);
  if (!stored) return undefined;
  const value = toValue(stored, partition);
  if (value === undefined) throw invalidRow(table.name, partition, row);
  return value;
}

type Properties = Readonly<Record<string, object>>;

/** The schema of a stored row or of JSON within one. Properties it does not name are let through: a newer version's. */
export function rowSchema(required: Properties, optional: Properties = {}): object {
  return { type: "object", required: Object.keys(required), properties: { ...required, ...optional } };
}

/** What is kept of a receiver's last answer. */
type LastAnswer = Pick<ReceiverAnswer, "status" | "errorCode" | "error">;

export function toLastAnswer({ status, errorCode, error }: LastAnswer): LastAnswer {
  return {
    ...defined({ status, errorCode, error }),
  };
}

/** Undefined when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

type RowGuard<T> = (value: unknown) => value is T;

/** A check of a row's values, or of JSON within them; its schema is compiled when the first row is read. */
export function rowGuard<T>(schema: object): RowGuard<T> {
  let check: ((value: unknown) => Checked<T>) | undefined;
  return (value): value is T => {
    check ??= guard<T>(schema);
    return check(value).ok;
  };
}
