import { type BucketKey, type StoredCallLog } from "../../rateLimit/callLimit";
import { invalidRow } from "../rows/invalidRow";
import { type Report } from "../rows/mapRows";
import { type Table } from "../table/table";
import { callLogKey, toCallLog } from "./callLogRow";

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
