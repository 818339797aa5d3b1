/**
 * The table RateLimits: one row for each limit that all hosts keep together. A row is replaced by its version; a host
 * whose write is refused reads it again. Each row is alone in its partition, so that limits do not wait for each other.
 */
import { createHash, randomUUID } from "node:crypto";
import { parseJson } from "../model/text";
import { type Version } from "../model/stored";
import { type AdmittedCalls, type CallGrant, leaseCalls } from "../rateLimit/admitCalls";
import { type BucketKey, type RateLimitPorts, type StoredCallLog } from "../rateLimit/ports";
import { COUNT, TEXT, rowGuard, rowSchema } from "./table/rowSchema";
import { invalidRow } from "./table/rows";
import { type StoreDeps, type StoredRow, type Table } from "./table/table";
import { insertOrReplace } from "./table/writes";

type CallLogStore = Pick<RateLimitPorts, "loadCallLog" | "saveCallLog">;

/** The calls that connections made, one log for each connection and bucket. */
export function callLogStore(rateLimits: Table, { report }: Pick<StoreDeps, "report">): CallLogStore {
  return {
    /** A log that cannot be read is reported, and returned without its calls so that it can be replaced. */
    loadCallLog: async (key) => {
      const row = callLogKey(key);
      const stored = await rateLimits.get(row, row);
      if (!stored) return { log: [] };
      const found = toCallLog(stored);
      if (!found.log) report(invalidRow(rateLimits.name, row, row));
      return found;
    },

    /**
     * Replaces this version of the log, or creates it, and returns its new version; undefined when another host was
     * faster.
     */
    saveCallLog: async (key, log, version) => {
      const row = callLogKey(key);
      const values = { calls: JSON.stringify(log.map(({ id, at, count }) => ({ id, at, count }))) };
      const result = await rateLimits.write(row, [insertOrReplace(row, values, version)]);
      return result.written ? result.versions[0] : undefined;
    },
  };
}

/** The key of partition and row. */
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

/** The calls to the source that all hosts may make together. */
export interface SharedCalls {
  /** The source's subscription key, a secret: the source counts calls by it. Only its hash is stored. */
  readonly sourceKey: string;
  readonly callsPerMinute: number;
}

interface Leased {
  readonly granted: number;
  /** The wait before those that were not granted can be asked for again. */
  readonly retryAfterSeconds: number;
  /** The calls left after this lease; absent when other hosts were faster. */
  readonly left?: number;
}

/** A host that loses this many races for the row lets the others go first. */
const MAX_TRIES = 3;

const RETRY_SECONDS = 1;

/** The calls to the source that were leased to hosts. */
export function sharedCallStore(rateLimits: Table, shared: SharedCalls & Pick<StoreDeps, "report">) {
  const { sourceKey, callsPerMinute, report } = shared;
  const key = `ci.${createHash("sha256").update(sourceKey).digest("hex")}`;
  return {
    /**
     * Leases calls by the rule, from what other hosts left. The random id keeps a lease whose answer was lost from
     * being taken for another host's equal one. Reports and throws `invalid-row`: then the caller goes on by its own
     * count.
     */
    leaseSharedCalls: async (wanted: number, now: Date, spare = 0): Promise<Leased> => {
      for (let tries = 0; tries < MAX_TRIES; tries += 1) {
        const stored = await loadGrants(rateLimits, key, report);
        const { grants, ...leased } = leaseCalls(stored?.grants ?? [], { wanted, spare, callsPerMinute, now });
        if (leased.granted === 0) return leased;
        const values = { grants: JSON.stringify(grants), leaseId: randomUUID() };
        const result = await rateLimits.write(key, [insertOrReplace(key, values, stored?.version)]);
        if (result.written) return leased;
      }
      return { granted: 0, retryAfterSeconds: RETRY_SECONDS };
    },
  };
}

interface StoredGrants {
  readonly grants: readonly CallGrant[];
  readonly version: Version;
}

async function loadGrants(
  rateLimits: Table,
  key: string,
  report: StoreDeps["report"],
): Promise<StoredGrants | undefined> {
  const stored = await rateLimits.get(key, key);
  const found = stored && toGrants(stored);
  if (found || !stored) return found;
  const invalid = invalidRow(rateLimits.name, key, key);
  report(invalid);
  throw invalid;
}

const isGrantRow = rowGuard<{ readonly grants: string }>(rowSchema({ grants: TEXT }));

const areGrants = rowGuard<readonly CallGrant[]>({ type: "array", items: rowSchema({ at: COUNT, count: COUNT }) });

function toGrants({ values, version }: StoredRow): StoredGrants | undefined {
  if (!isGrantRow(values)) return undefined;
  const grants = parseJson(values.grants);
  return areGrants(grants) ? { grants, version } : undefined;
}
