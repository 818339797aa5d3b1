import { type TableEntity, type TableEntityResult } from "../client/sdk";
import { type StoredRow, type Value, type Values } from "./table";

/** Numbers go as doubles: what fits no 32-bit integer is refused otherwise. Long texts are split. */
export function toTableEntity(partitionKey: string, rowKey: string, values: Values): TableEntity {
  const entity: TableEntity = { partitionKey, rowKey };
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === "number") entity[name] = { value, type: "Double" };
    else if (typeof value === "string") Object.assign(entity, splitText(name, value));
    else if (value !== undefined) entity[name] = value;
  }
  return entity;
}

/** A property holds 64 KiB of UTF-16; this leaves room for the mark. */
const LONGEST = 32_000;

const MARK = /^split:(\d+)\|/;

/** A text as the properties `name`, `name_1`, `name_2`…, the first telling how many there are. */
export function splitText(name: string, text: string): Readonly<Record<string, string>> {
  if (text.length <= LONGEST && !MARK.test(text)) return { [name]: text };
  const pieces = cut(text);
  const count = pieces.length;
  return Object.fromEntries(
    pieces.map((piece, index) => (index === 0 ? [name, `split:${count}|${piece}`] : [`${name}_${index}`, piece])),
  );
}

const HIGH_SURROGATE = /[\uD800-\uDBFF]/;

/** Never between the halves of a surrogate pair: a lone half does not survive the way to the store. */
function cut(text: string): readonly string[] {
  const pieces: string[] = [];
  let from = 0;
  do {
    const to = from + LONGEST;
    const before = HIGH_SURROGATE.test(text.charAt(to - 1)) ? to - 1 : to;
    pieces.push(text.slice(from, before));
    from = before;
  } while (from < text.length);
  return pieces;
}

/** What the SDK adds to the properties of a row. */
const NOT_OURS = new Set(["partitionKey", "rowKey", "etag", "timestamp", "odata.metadata"]);

/** Pieces after the first; a shorter text may leave some behind. Property names of ours never end like this. */
const PIECE = /_\d+$/;

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

/** The text that `splitText` made these properties of; undefined when a piece is missing. */
export function joinText(name: string, properties: Readonly<Record<string, unknown>>): string | undefined {
  const first = properties[name];
  if (typeof first !== "string") return undefined;
  const count = Number(MARK.exec(first)?.[1] ?? 1);
  const rest = Array.from({ length: count - 1 }, (_, index) => properties[`${name}_${index + 1}`]);
  return rest.every((piece) => typeof piece === "string") ? [first.replace(MARK, ""), ...rest].join("") : undefined;
}
