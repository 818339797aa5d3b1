import * as fc from "fast-check";
import { type Column } from "../../../shared/model/entity";

/** A table of texts as CSV, with what is in it: null is nothing between two commas. */
export interface RandomTable {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly bytes: Buffer;
}

const HOSTILE = fc.constantFrom(
  ...'|,|"|""|\n|\r\n|\r|","|"\n"|\uFEFF|\u0000|é|𝄞|\u2028|=1+1|__proto__| |;|\t'.split("|"),
);
const aText = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.array(HOSTILE, { maxLength: 8 }).map((parts) => parts.join("")),
);
const aField = fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 5, arbitrary: aText });

/** Random rows as a careful writer writes them, in either line ending, with or without a mark at the start and a line break at the end. */
export const aTable: fc.Arbitrary<RandomTable> = fc.integer({ min: 1, max: 6 }).chain((width) =>
  fc
    .record({
      rows: fc.array(fc.array(aField, { minLength: width, maxLength: width }), { maxLength: 30 }),
      lineBreak: fc.constantFrom("\n", "\r\n"),
      mark: fc.constantFrom("", "\uFEFF"),
      endsWithBreak: fc.boolean(),
      quotesAll: fc.boolean(),
    })
    .map(({ rows, lineBreak, mark, endsWithBreak, quotesAll }) => {
      const columns = Array.from({ length: width }, (_, index) => ({ name: `column ${index}`, type: "Edm.String" }));
      const lines = rows.map((row) => row.map((field) => toField(field, quotesAll)).join(","));
      // A line break that is left out would take a last row with it that has nothing but it.
      const end = rows.length > 0 && (endsWithBreak || lines.at(-1) === "") ? lineBreak : "";
      return { columns, rows, bytes: Buffer.from(mark + lines.join(lineBreak) + end) };
    })
    // In a file of several columns a line without anything is no row.
    .filter(({ rows }) => width === 1 || rows.every((row) => row.length === width)),
);

function toField(field: string | null, quotesAll: boolean): string {
  if (field === null) return "";
  return quotesAll || field === "" || /[",\r\n\uFEFF]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** Bytes in pieces of a size, as a network might give them. */
export async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}
