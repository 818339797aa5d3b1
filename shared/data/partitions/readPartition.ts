import { defined } from "../../model/defined";
import { createHash } from "node:crypto";
import { type Column, type OpenPartition, type PartitionFile, type PartitionSet } from "../../model/entity";
import { BrokenRead, type SourceFailure, isHidden } from "../../model/sourceAnswer";
import { guard } from "../../validation/guard";
import { type EntityMissing, type EntityRequest } from "../entities";
import { type FindPartitionsDeps, type PartitionsFound, findPartitions } from "./findPartitions";
import { type PartitionRow, type RowPlace, readRows } from "./rows";

export interface ReadPartitionDeps extends FindPartitionsDeps {
  readonly openPartitionFile: (
    file: PartitionFile,
    offset: number,
  ) => Promise<
    | { readonly outcome: "opened"; readonly partition: OpenPartition }
    /** The file ends before `offset`. */
    | { readonly outcome: "past-end" }
    | { readonly outcome: "failed"; readonly failure: SourceFailure }
  >;
}

/** Where the next page of a file begins, and which file that was. */
export interface PartitionPlace extends RowPlace {
  readonly partitionId: string;
  /** Of the columns that the file was read by. */
  readonly columnsMark: string;
  /** Of the file; absent when its storage gives none. */
  readonly version?: string;
}

export interface PartitionRequest extends EntityRequest {
  readonly partitionId: string;
  readonly top: number;
  /** Where the page begins; absent for the first. */
  readonly place?: PartitionPlace;
}

export type PartitionRead =
  | { readonly outcome: "read"; readonly rows: readonly PartitionRow[]; readonly next?: PartitionPlace }
  | { readonly outcome: "unknown-partition" }
  /** Since the page before: its offset means nothing any more. */
  | { readonly outcome: "changed" }
  /** `row` of the file, counted from 1, is not as the entity's columns say. */
  | { readonly outcome: "unreadable"; readonly row: number; readonly why: string }
  | EntityMissing;

/** One page of a file's rows. What was remembered and does not hold any more is asked anew, once. */
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
  const { partitionId, place } = request;
  const file = found.set.files.find((each) => each.partitionId === partitionId);
  if (!file) return { outcome: "unknown-partition" };
  if (place && place.columnsMark !== markColumns(found.set.columns)) return { outcome: "changed" };
  const opened = await deps.openPartitionFile(file, place?.offset ?? 0);
  if (opened.outcome === "opened") return readAndClose(request, found.set, opened.partition);
  return opened.outcome === "past-end" ? { outcome: "changed" } : toRefusal(opened.failure);
}

/** Differs when a column is added, renamed, moved or of another type. */
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
  { partitionId, top, place }: PartitionRequest,
  { entityType, columns }: PartitionSet,
  { version, chunks }: OpenPartition,
): Promise<PartitionRead> {
  if (place && place.version !== version) return { outcome: "changed" };
  const { offset, row } = place ?? { offset: 0, row: 0 };
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

/** Its address does not let us in any more. */
function isRefused(read: PartitionRead): boolean {
  return read.outcome === "source-failed" && isHidden(read.failure);
}

/** Says what a sealed text is about, so that another of ours is not taken for one. */
const KIND = "partition-place";

const TEXT = { type: "string" };

const COUNT = { type: "integer", minimum: 0 };

const checkPlace = guard<PartitionPlace & { readonly kind: string }>({
  type: "object",
  required: ["kind", "partitionId", "offset", "row", "columnsMark"],
  properties: { kind: { const: KIND }, partitionId: TEXT, offset: COUNT, row: COUNT, columnsMark: TEXT, version: TEXT },
});

/** Undefined when it is no place that we wrote. */
export function parsePlace(text: string): PartitionPlace | undefined {
  // What else we seal may be no JSON.
  const checked = text.startsWith("{") ? checkPlace(JSON.parse(text)) : undefined;
  return checked?.ok ? checked.value : undefined;
}

export function formatPlace(place: PartitionPlace): string {
  return JSON.stringify({ kind: KIND, ...place });
}
