import { CodedError } from "../../model/errors";
import { hideRandom } from "../../model/subscription";

/** Of a row that is not as this version writes it. Its target names table, partition and row, without capabilities. */
export function invalidRow(table: string, partition: string, row: string): CodedError {
  const target = [table, partition, hideRandom(row)].join("/");
  return new CodedError("invalid-row", `row ${target} cannot be read`, { target });
}
