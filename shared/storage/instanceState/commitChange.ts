import { isDeepStrictEqual } from "node:util";
import { type Commit } from "../../detection/commitFindings";
import { type Pending } from "../../model/delivery";
import { type SubjectChange, type Version } from "../../model/subject";
import { escapeKey } from "../keys/escapeKey";
import { pendingRow, subjectRow } from "../keys/stateKeys";
import { readRow } from "../rows/readRow";
import { type Action, type Table } from "../table/table";
import { findHistory } from "./findHistory";
import { loadLedger } from "./loadLedger";
import { type Unversioned, planCommit } from "./planCommit";
import { toSubject } from "./subjectRows";

const SUBJECT_ACTION = 0;
const MOST_TRIES = 8;
const LONGEST_WAIT_MS = 100;

export interface CommitDeps {
  readonly now: () => Date;
  /** In [0, 1). */
  readonly random: () => number;
  readonly wait: (delayMs: number) => Promise<void>;
}

/**
 * One transaction: subject, gap and events with the next sequences, the events' pending markers, the ledger's end. Where only the ledger
 * moved (another subject of the instance had an event) it is tried again; where the subject moved, somebody else was faster,
 * and if they stored just what we wanted, their events are given as committed.
 */
export const commitChange =
  (instanceState: Table, deps: CommitDeps) =>
  async (instanceId: string, change: SubjectChange): Promise<Commit> => {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      if (tries > 0) await deps.wait(deps.random() * LONGEST_WAIT_MS);
      const ledger = hasHistory(change) ? await loadLedger(instanceState, instanceId) : { sequence: 0 };
      const { actions, events, markers } = planCommit(change, ledger, deps.now());
      const result = await instanceState.write(escapeKey(instanceId), actions);
      if (result.written)
        return { outcome: "committed", events, markers: withVersions(markers, actions, result.versions) };
      if (result.action === SUBJECT_ACTION) return compare(instanceState, instanceId, change);
    }
    return { outcome: "conflict" };
  };

function withVersions(
  markers: readonly Unversioned[],
  actions: readonly Action[],
  versions: readonly Version[],
): readonly Pending[] {
  const byRow = new Map(actions.map(({ row }, index) => [row, versions[index] ?? ""]));
  return markers.map((marker) => ({ ...marker, version: byRow.get(pendingRow(marker.event.sequence)) ?? "" }));
}

function hasHistory({ events, gap }: SubjectChange): boolean {
  return events.length > 0 || gap !== undefined;
}

async function compare(table: Table, instanceId: string, change: SubjectChange): Promise<Commit> {
  const stored = await readRow(table, escapeKey(instanceId), subjectRow(change.subjectId), toSubject);
  if (!isDeepStrictEqual(stored?.state, withoutUndefined(change.state))) return { outcome: "conflict" };
  const events = await findHistory(table, instanceId, change);
  return events ? { outcome: "committed", events } : { outcome: "conflict" };
}

/** As it would come back from its row. */
function withoutUndefined(state: SubjectChange["state"]): unknown {
  return JSON.parse(JSON.stringify(state)) as unknown;
}
