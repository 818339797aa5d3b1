import { type TableEntity, type TableEntityResult } from "../sdk";
import { joinText, splitText } from "./splitText";
import { type StoredRow, type Value, type Values } from "./table";

/** What the SDK adds to the properties of a row. */
const NOT_OURS = new Set(["partitionKey", "rowKey", "etag", "timestamp", "odata.metadata"]);
/** Pieces after the first; a shorter text may leave some behind. Property names of ours never end like this. */
const PIECE = /_\d+$/;

/** Numbers go as doubles: what fits no 32-bit integer is refused otherwise. Long texts are split. */
export function toEntity(partitionKey: string, rowKey: string, values: Values): TableEntity {
  const entity: TableEntity = { partitionKey, rowKey };
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === "number") entity[name] = { value, type: "Double" };
    else if (typeof value === "string") Object.assign(entity, splitText(name, value));
    else if (value !== undefined) entity[name] = value;
  }
  return entity;
}

/** A text with a missing piece is left out, as is what is neither text, number nor truth value. */
export function fromEntity(entity: TableEntityResult<Record<string, unknown>>): StoredRow {
  const values: Record<string, Value> = {};
  const own = Object.entries(entity).filter(([name]) => !NOT_OURS.has(name));
  for (const [name, value] of own) {
    if (typeof value === "number" || typeof value === "boolean") values[name] = value;
    else if (typeof value === "string" && !PIECE.test(name)) {
      const text = joinText(name, entity);
      if (text !== undefined) values[name] = text;
    }
  }
  return { row: entity.rowKey ?? "", version: entity.etag, values };
}
