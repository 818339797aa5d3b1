/**
 * Conversion between a row and an entity of the SDK. Texts are made safe for any parser, in this one place, and long
 * ones are split over several properties of at most 32,000 characters.
 */
import { type TableEntity, type TableEntityResult } from "../client/sdk";
import { type ColumnValue, type StoredRow, type Values } from "./table";

/** Numbers are sent as doubles: the service refuses an integer that does not fit 32 bits. */
export function toTableEntity(partitionKey: string, rowKey: string, values: Values): TableEntity {
  const entity: TableEntity = { partitionKey, rowKey };
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === "number") entity[name] = { value, type: "Double" };
    else if (typeof value === "string") Object.assign(entity, splitText(name, escapeText(value)));
    else if (value !== undefined) entity[name] = value;
  }
  return entity;
}

/**
 * Characters that a parser on the way may trip over: controls, format characters, lone surrogates, line and paragraph
 * separators, and code points that are no characters.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u;

const UNSAFE_OR_BACKSLASH = new RegExp(`${UNSAFE.source}|\\\\`, "gu");

/** The mark of an escaped text. */
const ESCAPED = "escaped:|";

/**
 * A text without unsafe characters: each UTF-16 unit of one becomes a backslash, `u` and four hex digits, and a
 * backslash becomes two. The text begins with a mark then. A text that has none of them stays as it is, as rows of
 * before have it.
 */
export function escapeText(text: string): string {
  if (!UNSAFE.test(text) && !text.startsWith(ESCAPED)) return text;
  return ESCAPED + text.replaceAll(UNSAFE_OR_BACKSLASH, (each) => (each === "\\" ? "\\\\" : toHex(each)));
}

function toHex(character: string): string {
  return character
    .split("") // into UTF-16 units: a character beyond the first 65,536 has two
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}

const ESCAPE = /\\(?:\\|u([0-9a-f]{4}))/g;

/** The text that `escapeText` escaped. */
export function unescapeText(text: string): string {
  if (!text.startsWith(ESCAPED)) return text;
  return text
    .slice(ESCAPED.length)
    .replaceAll(ESCAPE, (_, hex?: string) =>
      hex === undefined ? "\\" : String.fromCharCode(Number.parseInt(hex, 16)),
    );
}

/** A property holds 64 KiB of UTF-16; this leaves room for the mark. */
const MAX_PIECE_LENGTH = 32_000;

const MARK = /^split:(\d+)\|/;

/** A text as the properties `name`, `name_1`, `name_2`…; the first begins with a mark that says how many there are. */
export function splitText(name: string, text: string): Readonly<Record<string, string>> {
  if (text.length <= MAX_PIECE_LENGTH && !MARK.test(text)) return { [name]: text };
  const pieces = cut(text);
  const count = pieces.length;
  return Object.fromEntries(
    pieces.map((piece, index) => (index === 0 ? [name, `split:${count}|${piece}`] : [`${name}_${index}`, piece])),
  );
}

const HIGH_SURROGATE = /[\uD800-\uDBFF]/;

/** A text is never cut between the halves of a surrogate pair: a lone half does not survive the transport. */
function cut(text: string): readonly string[] {
  const pieces: string[] = [];
  let from = 0;
  do {
    const to = from + MAX_PIECE_LENGTH;
    const before = HIGH_SURROGATE.test(text.charAt(to - 1)) ? to - 1 : to;
    pieces.push(text.slice(from, before));
    from = before;
  } while (from < text.length);
  return pieces;
}

/** The properties that the SDK adds to those of a row. */
const SDK_PROPERTIES = new Set(["partitionKey", "rowKey", "etag", "timestamp", "odata.metadata"]);

/** The names of pieces after the first, which a shorter text may leave behind. Our own property names never end so. */
const PIECE = /_\d+$/;

/** A text with a missing piece is left out, as is a value of another type than text, number and boolean. */
export function fromEntity(entity: TableEntityResult<Record<string, unknown>>): StoredRow {
  const values: Record<string, ColumnValue> = {};
  const own = Object.entries(entity).filter(([name]) => !SDK_PROPERTIES.has(name));
  for (const [name, value] of own) {
    if (typeof value === "number" || typeof value === "boolean") values[name] = value;
    else if (typeof value === "string" && !PIECE.test(name)) {
      const text = joinText(name, entity);
      if (text !== undefined) values[name] = unescapeText(text);
    }
  }
  return { row: entity.rowKey ?? "", version: entity.etag, values };
}

/** The text that `splitText` split; undefined when a piece is missing. */
export function joinText(name: string, properties: Readonly<Record<string, unknown>>): string | undefined {
  const first = properties[name];
  if (typeof first !== "string") return undefined;
  const count = Number(MARK.exec(first)?.[1] ?? 1);
  const rest = Array.from({ length: count - 1 }, (_, index) => properties[`${name}_${index + 1}`]);
  return rest.every((piece) => typeof piece === "string") ? [first.replace(MARK, ""), ...rest].join("") : undefined;
}
