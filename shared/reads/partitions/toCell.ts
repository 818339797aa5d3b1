/** A value of a row; null where the file has nothing between two commas. */
export type Cell = string | number | boolean | null;

const WHOLE = /^[+-]?\d+$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
/** So many digits a double keeps as they are. */
const EXACT_DIGITS = 15;

/**
 * A field as a value of its column's type (`Edm.*`, reference/customer-insights-api.md 2.6). What its type cannot hold exactly, such as a
 * whole number beyond 2^53, stays the text that it is: nothing is lost.
 */
export function toCell(text: string | null, type: string): Cell {
  if (text === null) return null;
  switch (type.toLowerCase()) {
    case "edm.boolean":
      return toBoolean(text);
    case "edm.byte":
    case "edm.sbyte":
    case "edm.int16":
    case "edm.int32":
    case "edm.int64":
      return WHOLE.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;
    case "edm.decimal":
      return countDigits(text) <= EXACT_DIGITS ? toNumber(text) : text;
    case "edm.single":
    case "edm.double":
      return toNumber(text);
    default:
      return text;
  }
}

function toBoolean(text: string): boolean | string {
  const word = text.toLowerCase();
  return word === "true" || word === "false" ? word === "true" : text;
}

function toNumber(text: string): number | string {
  return NUMBER.test(text) && Number.isFinite(Number(text)) ? Number(text) : text;
}

function countDigits(text: string): number {
  return text.replaceAll(/\D/g, "").length;
}
