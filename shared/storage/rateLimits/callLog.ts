import { createHash } from "node:crypto";
import { type Version } from "../../model/subject";
import { type BucketKey, type StoredCallLog } from "../../rateLimit/ports";
import { type AdmittedCalls } from "../../rateLimit/admitCalls";
import { COUNT, type Report, TEXT, invalidRow, parseJson, rowGuard, rowSchema } from "../table/rows";
import { type Action, type StoredRow, type Table, type Values } from "../table/table";

/** A log that cannot be read is reported, and given without its calls so that it can be replaced. */
export const loadCallLog =
  (rateLimits: Table, report: Report) =>
  async (key: BucketKey): Promise<StoredCallLog> => {
    const row = callLogKey(key);
    const stored = await rateLimits.get(row, row);
    if (!stored) return { log: [] };
    const found = toCallLog(stored);
    if (!found.log) report(invalidRow(rateLimits.name, row, row));
    return found;
  };

/** Partition and row: each log is alone in its partition, and a connection's buckets do not wait for each other. */
export function callLogKey({ connection, bucket }: BucketKey): string {
  return `${bucket}.${createHash("sha256").update(connection).digest("hex")}`;
}

const isCallLogRow = rowGuard<{ readonly calls: string }>(rowSchema({ calls: TEXT }));

const areCalls = rowGuard<readonly AdmittedCalls[]>({
  type: "array",
  items: rowSchema({ id: TEXT, at: COUNT, count: COUNT }),
});

function toCallLog({ values, version }: StoredRow): Required<StoredCallLog> {
  const calls = isCallLogRow(values) ? parseJson(values.calls) : undefined;
  return { log: areCalls(calls) ? calls : undefined, version };
}

/** Replaces the log of that version, or begins it; undefined when another host has changed it since. */
export const saveCallLog =
  (rateLimits: Table) =>
  async (key: BucketKey, log: readonly AdmittedCalls[], version: Version | undefined): Promise<Version | undefined> => {
    const row = callLogKey(key);
    const values = fromCallLog(log);
    const action: Action =
      version === undefined ? { kind: "insert", row, values } : { kind: "replace", row, values, version };
    const result = await rateLimits.write(row, [action]);
    return result.written ? result.versions[0] : undefined;
  };

function fromCallLog(log: readonly AdmittedCalls[]): Values {
  return { calls: JSON.stringify(log.map(({ id, at, count }) => ({ id, at, count }))) };
}
