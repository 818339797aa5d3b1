import { type Version } from "../../model/subject";
import { type AdmittedCalls } from "../../rateLimit/admitCalls";
import { type BucketKey } from "../../rateLimit/callLimit";
import { type Action, type Table } from "../table/table";
import { callLogKey, fromCallLog } from "./callLogRow";

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
