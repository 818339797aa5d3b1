import { createHash } from "node:crypto";
import { type Column } from "../../model/entity";
import { guard } from "../../validation/guard";
import { type RowPlace } from "./readRows";

/** Where the next page of a file begins, and which file that was. */
export interface PartitionPlace extends RowPlace {
  readonly partitionId: string;
  /** Of the columns that the file was read by. */
  readonly columnsMark: string;
  /** Of the file; absent when its storage gives none. */
  readonly version?: string;
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

export function formatPlace(place: PartitionPlace): string {
  return JSON.stringify({ kind: KIND, ...place });
}

/** Undefined when it is no place that we wrote. */
export function parsePlace(text: string): PartitionPlace | undefined {
  // What else we seal may be no JSON.
  const checked = text.startsWith("{") ? checkPlace(JSON.parse(text)) : undefined;
  return checked?.ok ? checked.value : undefined;
}

/** Differs when a column is added, renamed, moved or of another type. */
export function markColumns(columns: readonly Column[]): string {
  const names = JSON.stringify(columns.map(({ name, type }) => [name, type]));
  return createHash("sha256").update(names).digest("base64url").slice(0, 8);
}
