import { createHash } from "node:crypto";
import { type AdmittedCalls } from "../../rateLimit/admitCalls";
import { type BucketKey, type StoredCallLog } from "../../rateLimit/callLimit";
import { parseJson } from "../rows/parseJson";
import { rowGuard } from "../rows/rowGuard";
import { COUNT, TEXT, rowSchema } from "../rows/rowSchema";
import { type StoredRow, type Values } from "../table/table";

const isCallLogRow = rowGuard<{ readonly calls: string }>(rowSchema({ calls: TEXT }));
const areCalls = rowGuard<readonly AdmittedCalls[]>({
  type: "array",
  items: rowSchema({ id: TEXT, at: COUNT, count: COUNT }),
});

/** Partition and row: each log is alone in its partition, and a connection's buckets do not wait for each other. */
export function callLogKey({ connection, bucket }: BucketKey): string {
  return `${bucket}.${createHash("sha256").update(connection).digest("hex")}`;
}

export function toCallLog({ values, version }: StoredRow): Required<StoredCallLog> {
  const calls = isCallLogRow(values) ? parseJson(values.calls) : undefined;
  return { log: areCalls(calls) ? calls : undefined, version };
}

export function fromCallLog(log: readonly AdmittedCalls[]): Values {
  return { calls: JSON.stringify(log.map(({ id, at, count }) => ({ id, at, count }))) };
}
