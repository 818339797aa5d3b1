const NUMBER = /^-?\d{1,19}(?:\.\d{1,19})?$/;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?(?:Z|[+-]\d\d:\d\d)$/i;
const DATE = /^\d{4}-\d\d-\d\d$/;
const FLAG = /^(?:true|false)$/;

/** How ids of a column of this type look; every other type is written as a text. */
const LITERALS: Readonly<Record<string, RegExp>> = {
  byte: NUMBER,
  sbyte: NUMBER,
  int16: NUMBER,
  int32: NUMBER,
  int64: NUMBER,
  single: NUMBER,
  double: NUMBER,
  decimal: NUMBER,
  guid: GUID,
  date: DATE,
  datetime: TIME,
  datetimeoffset: TIME,
  boolean: FLAG,
};

const COLUMN = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/**
 * The `$filter` that finds one row by its key (reference/customer-insights-api.md 4.3): the id is one literal whatever it
 * holds. Undefined when no row can have it.
 */
export function toKeyFilter(column: string, dataType: string | undefined, itemId: string): string | undefined {
  if (!COLUMN.test(column)) return undefined;
  const type = dataType?.toLowerCase().replace(/^edm\./, "") ?? "";
  const literal = Object.hasOwn(LITERALS, type) ? LITERALS[type] : undefined;
  if (literal) return literal.test(itemId) ? `${column} eq ${itemId}` : undefined;
  return `${column} eq '${itemId.replaceAll("'", "''")}'`;
}
