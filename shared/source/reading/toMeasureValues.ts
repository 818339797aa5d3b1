import { type MeasureOutput } from "../../model/measure";
import { type Note } from "./createNotes";
import { isObject } from "./isObject";
import { toItems } from "./toItems";
import { toNumber } from "./toNumber";

/**
 * The numbers of the one row that a single value has as its table, by column. Empty, and noted, when there is no row, more
 * than one, or no number in it; undefined when the answer is no table.
 */
export function toMeasureValues(json: unknown, note: Note): MeasureOutput["values"] | undefined {
  const rows = toItems(json, { at: "rows", note: () => undefined, toItem: (row) => (isObject(row) ? row : {}) });
  if (!rows) return undefined;
  const [row = {}] = rows;
  const columns = Object.entries(row).filter(([name, cell]) => !name.includes("@") && toNumber(cell) !== undefined);
  const isUsable = rows.length === 1 && columns.length > 0;
  if (!isUsable) note("rows", rows.length === 1 ? row : rows);
  return isUsable ? Object.fromEntries(columns) : {};
}
