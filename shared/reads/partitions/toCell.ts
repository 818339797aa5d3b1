/** A value of a row; null where the file has nothing between two commas. */
export type Cell = string | number | boolean | null;

const WHOLE = /^[+-]?\d+$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
/** So many digits a double keeps as they are. */
const EXACT_DIGITS = 15;

const READERS = new Map<string, (text: string) => Cell>([
  ["edm.boolean", toBoolean],
  ["edm.byte", toWhole],
  ["edm.sbyte", toWhole],
  ["edm.int16", toWhole],
  ["edm.int32", toWhole],
  ["edm.int64", toWhole],
  ["edm.decimal", toDecimal],
  ["edm.single", toNumber],
  ["edm.double", toNumber],
]);

/**
 * A field as a value of its column's type (`Edm.*`, reference/customer-insights-api.md 2.6). What its type cannot hold exactly, such as a
 * whole number beyond 2^53, stays the text that it is: nothing is lost.
 */
export function toCell(text: string | null, type: string): Cell {
  if (text === null) return null;
  return READERS.get(type.toLowerCase())?.(text) ?? text;
}

function toWhole(text: string): number | string {
  return WHOLE.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;
}

function toBoolean(text: string): boolean | string {
  const word = text.toLowerCase();
  return word === "true" || word === "false" ? word === "true" : text;
}

function toNumber(text: string): number | string {
  return NUMBER.test(text) && Number.isFinite(Number(text)) ? Number(text) : text;
}

function toDecimal(text: string): number | string {
  return text.replaceAll(/\D/g, "").length <= EXACT_DIGITS ? toNumber(text) : text;
}
