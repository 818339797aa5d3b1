import { type CodedError } from "../../model/errors";
import { type StoredRow } from "../table/table";
import { invalidRow } from "./invalidRow";
import { type RowMapper } from "./readRow";

/** Takes `invalid-row` errors that must not stop the reading of other rows. */
export type Report = (error: CodedError) => void;

interface Place {
  readonly table: string;
  readonly partition: string;
  readonly report: Report;
}

/** The rows of a list as domain values. One that cannot be read is reported and left out. */
export function mapRows<T>(rows: readonly StoredRow[], toValue: RowMapper<T>, place: Place): readonly T[] {
  return rows.flatMap((stored) => {
    const value = toValue(stored, place.partition);
    if (value === undefined) place.report(invalidRow(place.table, place.partition, stored.row));
    return value === undefined ? [] : [value];
  });
}
