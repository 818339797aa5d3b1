import { createHash, randomUUID } from "node:crypto";
import { type CallGrant, leaseCalls } from "../../rateLimit/leaseCalls";
import { invalidRow } from "../rows/invalidRow";
import { type Report } from "../rows/mapRows";
import { type Action, type Table } from "../table/table";
import { type StoredGrants, fromGrants, toGrants } from "./grantRow";

/** Another host was faster so often: let it. */
const MOST_TRIES = 3;
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
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const stored = await loadGrants(rateLimits, key, report);
      const { grants, ...leased } = leaseCalls(stored?.grants ?? [], { wanted, spare, callsPerMinute, now });
      if (leased.granted === 0) return leased;
      const result = await rateLimits.write(key, [toAction(key, grants, stored?.version)]);
      if (result.written) return leased;
    }
    return { granted: 0, retryAfterSeconds: RETRY_SECONDS };
  };
};

async function loadGrants(rateLimits: Table, key: string, report: Report): Promise<StoredGrants | undefined> {
  const stored = await rateLimits.get(key, key);
  const found = stored && toGrants(stored);
  if (found || !stored) return found;
  const invalid = invalidRow(rateLimits.name, key, key);
  report(invalid);
  throw invalid;
}

function toAction(row: string, grants: readonly CallGrant[], version: string | undefined): Action {
  const values = { ...fromGrants(grants), leaseId: randomUUID() };
  return version === undefined ? { kind: "insert", row, values } : { kind: "replace", row, values, version };
}
