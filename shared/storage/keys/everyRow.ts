import { type RowRange } from "../table/table";

/** All rows of a partition: no row key of ours begins with this many tildes. */
export const EVERY_ROW: RowRange = { from: "", before: "~~~~" };
