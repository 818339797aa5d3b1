import { createHash, randomUUID } from "node:crypto";
import { type Version } from "../../model/subject";
import { type CallGrant, leaseCalls } from "../../rateLimit/admitCalls";
import { COUNT, type Report, TEXT, invalidRow, parseJson, rowGuard, rowSchema } from "../table/rows";
import { type Action, type StoredRow, type Table, type Values } from "../table/table";

/** Another host was faster so often: let it. */
const MAX_TRIES = 3;

const RETRY_SECONDS = 1;

/** The calls that all hosts may make together. */
export interface SharedCalls {
  /** A secret, the source's subscription key: what its source counts calls by. Only its hash is stored. */
  readonly sourceKey: string;
  readonly callsPerMinute: number;
  readonly report: Report;
}

interface Leased {
  readonly granted: number;
  /** When to ask again for those that were not granted. */
  readonly retryAfterSeconds: number;
  /** After this lease; undefined where others were faster. */
  readonly left?: number;
}

/**
 * Runs the rule for the row that all hosts share, by its version; where another host moved it, on what that one left. The
 * lease's random id tells a lease whose answer was lost from another host's equal one. Throws `invalid-row`, and reports it:
 * who asks goes on by its own count.
 */
export const leaseSharedCalls = (rateLimits: Table, { sourceKey, callsPerMinute, report }: SharedCalls) => {
  const key = `ci.${createHash("sha256").update(sourceKey).digest("hex")}`;
  return async (wanted: number, now: Date, spare = 0): Promise<Leased> => {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const stored = await loadGrants(rateLimits, key, report);
      const { grants, ...leased } = leaseCalls(stored?.grants ?? [], { wanted, spare, callsPerMinute, now });
      if (leased.granted === 0) return leased;
      const result = await rateLimits.write(key, [toAction(key, grants, stored?.version)]);
      if (result.written) return leased;
    }
    return { granted: 0, retryAfterSeconds: RETRY_SECONDS };
  };
};

export interface StoredGrants {
  readonly grants: readonly CallGrant[];
  readonly version: Version;
}

async function loadGrants(rateLimits: Table, key: string, report: Report): Promise<StoredGrants | undefined> {
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

function toAction(row: string, grants: readonly CallGrant[], version: string | undefined): Action {
  const values = { ...fromGrants(grants), leaseId: randomUUID() };
  return version === undefined ? { kind: "insert", row, values } : { kind: "replace", row, values, version };
}

function fromGrants(grants: readonly CallGrant[]): Values {
  return { grants: JSON.stringify(grants) };
}
