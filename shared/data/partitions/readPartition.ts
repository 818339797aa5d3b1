/**
 * A page of the rows of one partition, an entity's CSV file. The file reads from the byte where the page before ended,
 * and notices when the file or the entity's columns have changed since. Cursors are made and parsed here; `http` seals
 * them.
 */
import { createHash } from "node:crypto";
import { defined } from "../../model/defined";
import { type Column, type OpenPartition, type PartitionSet } from "../../model/entity";
import { BrokenRead, type SourceFailure, isHidden } from "../../model/sourceAnswer";
import { guard } from "../../validation/guard";
import { type EntityMissing, type EntityRequest } from "../entities";
import { type DataPorts } from "../ports";
import { type FindPartitionsDeps, type PartitionsFound, findPartitions } from "./findPartitions";
import { type PartitionRow, type RowPosition, readRows } from "./rows";

export interface ReadPartitionDeps extends FindPartitionsDeps, Pick<DataPorts, "openPartitionFile"> {}

/** The cursor of a page: the point in the file, and marks of the file and columns that it was read by. */
export interface PartitionCursor extends RowPosition {
  readonly partitionId: string;
  /** The mark of the entity's columns at the page before. */
  readonly columnsMark: string;
  /** The version of the file at the page before; absent when its storage gives none. */
  readonly version?: string;
}

export interface PartitionRequest extends EntityRequest {
  readonly partitionId: string;
  readonly top: number;
  /** The cursor of this page; absent for the first one. */
  readonly cursor?: PartitionCursor;
}

export type PartitionRead =
  | { readonly outcome: "read"; readonly rows: readonly PartitionRow[]; readonly next?: PartitionCursor }
  | { readonly outcome: "unknown-partition" }
  /** The file or the columns have changed since the page before, so the cursor is no longer valid. */
  | { readonly outcome: "changed" }
  /** `row` of the file, counted from 1, does not fit the entity's columns. */
  | { readonly outcome: "unreadable"; readonly row: number; readonly why: string }
  | EntityMissing;

/** Reads one page of a file's rows. When cached addresses are no longer valid, they are asked for anew, once. */
export async function readPartition(request: PartitionRequest, deps: ReadPartitionDeps): Promise<PartitionRead> {
  const found = await findPartitions(request, deps);
  const read = await readFound(request, found, deps);
  const isOld = found.outcome === "found" && found.isRemembered && isStale(read);
  return isOld ? readFound(request, await findPartitions(request, deps, { fresh: true }), deps) : read;
}

async function readFound(
  request: PartitionRequest,
  found: PartitionsFound,
  deps: ReadPartitionDeps,
): Promise<PartitionRead> {
  if (found.outcome !== "found") return found;
  const { partitionId, cursor } = request;
  const file = found.set.files.find((each) => each.partitionId === partitionId);
  if (!file) return { outcome: "unknown-partition" };
  if (cursor && cursor.columnsMark !== markColumns(found.set.columns)) return { outcome: "changed" };
  const opened = await deps.openPartitionFile(file, cursor?.offset ?? 0);
  if (opened.outcome === "opened") return readAndClose(request, found.set, opened.partition);
  return opened.outcome === "past-end" ? { outcome: "changed" } : toRefusal(opened.failure);
}

/** A mark of the columns. It changes when a column is added, renamed, moved or gets another type. */
export function markColumns(columns: readonly Column[]): string {
  const names = JSON.stringify(columns.map(({ name, type }) => [name, type]));
  return createHash("sha256").update(names).digest("base64url").slice(0, 8);
}

async function readAndClose(
  request: PartitionRequest,
  set: PartitionSet,
  partition: OpenPartition,
): Promise<PartitionRead> {
  try {
    return await readPage(request, set, partition);
  } catch (error) {
    if (!(error instanceof BrokenRead)) throw error;
    return { outcome: "source-failed", failure: error.failure };
  } finally {
    partition.close();
  }
}

async function readPage(
  { partitionId, top, cursor }: PartitionRequest,
  { entityType, columns }: PartitionSet,
  { version, chunks }: OpenPartition,
): Promise<PartitionRead> {
  if (cursor && cursor.version !== version) return { outcome: "changed" };
  const { offset, row } = cursor ?? { offset: 0, row: 0 };
  const read = await readRows(chunks, { entityType, columns, offset, row, top });
  if (read.outcome === "unreadable") return read;
  const { rows, next } = read;
  if (!next) return { outcome: "read", rows };
  const columnsMark = markColumns(columns);
  return {
    outcome: "read",
    rows,
    next: { partitionId, ...next, columnsMark, ...defined({ version }) },
  };
}

function toRefusal(failure: SourceFailure): PartitionRead {
  return failure.kind === "not-found" ? { outcome: "unknown-partition" } : { outcome: "source-failed", failure };
}

function isStale(read: PartitionRead): boolean {
  return ["unknown-partition", "changed"].includes(read.outcome) || isRefused(read);
}

/** True when the file's address no longer lets us in. */
function isRefused(read: PartitionRead): boolean {
  return read.outcome === "source-failed" && isHidden(read.failure);
}

/** The kind in a sealed text, so that no other text that we sealed is accepted as a cursor. */
const KIND = "partition-place";

const TEXT = { type: "string" };

const COUNT = { type: "integer", minimum: 0 };

const checkCursor = guard<PartitionCursor & { readonly kind: string }>({
  type: "object",
  required: ["kind", "partitionId", "offset", "row", "columnsMark"],
  properties: { kind: { const: KIND }, partitionId: TEXT, offset: COUNT, row: COUNT, columnsMark: TEXT, version: TEXT },
});

/** Parses a cursor; undefined for a text that `formatPlace` has not made. */
export function parsePartitionCursor(text: string): PartitionCursor | undefined {
  // Other texts that we seal may not be JSON.
  const checked = text.startsWith("{") ? checkCursor(JSON.parse(text)) : undefined;
  return checked?.ok ? checked.value : undefined;
}

export function formatPartitionCursor(cursor: PartitionCursor): string {
  return JSON.stringify({ kind: KIND, ...cursor });
}
