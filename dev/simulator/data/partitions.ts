import { createHash } from "node:crypto";
import { type Instance, type Row } from "../world/model";
import { type Table } from "./table";

export const ROWS_PER_PARTITION = 250;

/** Names of the files that hold this many rows. */
export function partitionNames(rowCount: number): string[] {
  return Array.from(
    { length: Math.ceil(rowCount / ROWS_PER_PARTITION) },
    (_, index) => `part-${String(index).padStart(5, "0")}.csv`,
  );
}

/** The credential in a partition's address. */
export function signPartition({ instanceId }: Instance, table: string, file: string): string {
  return createHash("sha256").update(`${instanceId}/${table}/${file}`).digest("hex").slice(0, 24);
}

/** CSV without a header row, but for segments, whose files have one. */
export function toCsv({ columns, entityType }: Table, rows: readonly Row[]): string {
  const lines = rows.map((row) => columns.map((column) => toField(row[column] ?? null)).join(","));
  return [...(entityType === "segment" ? [columns.join(",")] : []), ...lines].map((line) => `${line}\r\n`).join("");
}

function toField(cell: Row[string]): string {
  const text = cell === null ? "" : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
