import { CodedError } from "../../model/errors";
import { subscriptionHash } from "../../model/subscription";

/** The random part of a subscription at the end of a row key, or before the attempt in that of a retry. */
const RANDOM = /(?<=[.:]|retry-|redrive-|^)[\w-]{22}(?=$|-\d{3}(?:-|$))/;

/** Of a row that is not as this version writes it. Its target names table, partition and row, without capabilities. */
export function invalidRow(table: string, partition: string, row: string): CodedError {
  const target = [table, partition, row.replace(RANDOM, (random) => subscriptionHash({ random }))].join("/");
  return new CodedError("invalid-row", `row ${target} cannot be read`, { target });
}
