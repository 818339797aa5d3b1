/**
 * Subjects in the table InstanceState, and the commit of a change of one with what was found: its events, their pending
 * markers, the gap, and the end of the ledger, in one transaction. So an event exists exactly when its subject has
 * moved on (docs/decisions/0002). events.ts and pending.ts read what is written here. The rows are in stateRows.ts.
 */
import { isDeepStrictEqual } from "node:util";
import { RECOVERY_SECONDS } from "../../delivery/lease";
import { type Commit, type DetectionPorts } from "../../detection/ports";
import { type Pending } from "../../model/delivery";
import { type StoredEvent, toReference } from "../../model/event";
import { addSeconds } from "../../model/instant";
import { type Version } from "../../model/stored";
import { type SubjectChange } from "../../model/subject";
import { type SubscriptionPorts } from "../../subscriptions/ports";
import { escapeKey, prefixRange } from "../table/keys";
import { COUNT, rowGuard, rowSchema } from "../table/rowSchema";
import { listRows, readRow } from "../table/rows";
import { type StoreDeps, type Action, type StoredRow, type Table } from "../table/table";
import { insertOrReplace, removeRows } from "../table/writes";
import {
  EVENT_PREFIX,
  LEDGER_ROW,
  SUBJECT_PREFIX,
  eventRow,
  fromEvent,
  fromGap,
  fromPending,
  fromSubject,
  pendingRow,
  subjectRow,
  toEvent,
  toGap,
  toSubject,
} from "./stateRows";

type SubjectDeps = Pick<StoreDeps, "now" | "random" | "wait" | "report">;

type SubjectStore = Pick<DetectionPorts, "commitChange" | "loadSubjects" | "removeSubjects"> &
  Pick<SubscriptionPorts, "loadLedgerEnd">;

/** The store of subjects and of the ledger's end. */
export function subjectStore(instanceState: Table, deps: SubjectDeps): SubjectStore {
  return {
    commitChange: (instanceId, change) => commitChange(instanceState, instanceId, change, deps),

    loadSubjects: (instanceId) => {
      const [partition, range] = [escapeKey(instanceId), prefixRange(SUBJECT_PREFIX)];
      return listRows({ table: instanceState, partition, range, report: deps.report }, toSubject);
    },

    /** Removes subjects; one that has changed since is skipped. */
    removeSubjects: (instanceId, subjects) => {
      const rows = subjects.map(({ subjectId, version }) => ({ row: subjectRow(subjectId), version }));
      return removeRows(instanceState, escapeKey(instanceId), rows);
    },

    /** The sequence of the instance's newest event; 0 when there has been none. */
    loadLedgerEnd: async (instanceId) => (await loadLedger(instanceState, instanceId)).sequence,
  };
}

const SUBJECT_ACTION = 0;

const MAX_TRIES = 8;

const MAX_WAIT_MS = 100;

/**
 * One transaction writes the subject, its gap and events with the next sequences, the events' pending markers, and the
 * ledger's new end. If only the ledger has changed (another subject of the instance had an event), it is tried again.
 * If the subject has changed, another host was faster; when that host stored just this change, its events are returned
 * as committed.
 */
async function commitChange(
  instanceState: Table,
  instanceId: string,
  change: SubjectChange,
  { now, random, wait }: SubjectDeps,
): Promise<Commit> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    if (tries > 0) await wait(random() * MAX_WAIT_MS);
    const ledger = hasHistory(change) ? await loadLedger(instanceState, instanceId) : { sequence: 0 };
    const { actions, events, markers } = planCommit(change, ledger, now());
    const result = await instanceState.write(escapeKey(instanceId), actions);
    if (result.written)
      return { outcome: "committed", events, markers: withVersions(markers, actions, result.versions) };
    if (result.action === SUBJECT_ACTION) return compare(instanceState, instanceId, change);
  }
  return { outcome: "conflict" };
}

function hasHistory({ events, gap }: SubjectChange): boolean {
  return events.length > 0 || gap !== undefined;
}

/** The sequence of the newest event; 0, and no version, when there has been none. */
interface Ledger {
  readonly sequence: number;
  readonly version?: Version;
}

async function loadLedger(instanceState: Table, instanceId: string): Promise<Ledger> {
  return (await readRow(instanceState, escapeKey(instanceId), LEDGER_ROW, toLedger)) ?? { sequence: 0 };
}

const isLedgerRow = rowGuard<{ readonly sequence: number }>(rowSchema({ sequence: COUNT }));

function toLedger({ values, version }: StoredRow): Ledger | undefined {
  return isLedgerRow(values) ? { sequence: values.sequence, version } : undefined;
}

/** One transaction, and the change's events and their markers with the sequences that it gives them. */
interface CommitPlan {
  readonly actions: readonly Action[];
  readonly events: readonly StoredEvent[];
  readonly markers: readonly Unversioned[];
}

type Unversioned = Omit<Pending, "version">;

/**
 * The subject is first, so that its conflict is the one that is reported. The gap follows: it lies before the events
 * that were found after it, and has no marker, since no flow is called for it.
 */
function planCommit(change: SubjectChange, ledger: Ledger, now: Date): CommitPlan {
  const gaps = change.gap ? [{ ...change.gap, sequence: ledger.sequence + 1 }] : [];
  const before = ledger.sequence + gaps.length;
  const events = change.events.map((event, index) => ({ ...event, sequence: before + index + 1 }));
  const end = before + events.length;
  const dueAt = addSeconds(now, RECOVERY_SECONDS);
  const markers = events.map((event) => ({ event: toReference(event), handedOver: false, pages: 0, dueAt }));
  const actions = [
    insertOrReplace(subjectRow(change.subjectId), fromSubject(change), change.version),
    ...gaps.map((gap): Action => ({ kind: "insert", row: eventRow(gap.sequence), values: fromGap(gap) })),
    ...events.map((event): Action => ({ kind: "insert", row: eventRow(event.sequence), values: fromEvent(event) })),
    ...markers.map((marker): Action => ({
      kind: "insert",
      row: pendingRow(marker.event.sequence),
      values: fromPending(marker),
    })),
    ...(end > ledger.sequence ? [insertOrReplace(LEDGER_ROW, { sequence: end }, ledger.version)] : []),
  ];
  return { actions, events, markers };
}

function withVersions(
  markers: readonly Unversioned[],
  actions: readonly Action[],
  versions: readonly Version[],
): readonly Pending[] {
  const byRow = new Map(actions.map(({ row }, index) => [row, versions[index] ?? ""]));
  return markers.map((marker) => ({ ...marker, version: byRow.get(pendingRow(marker.event.sequence)) ?? "" }));
}

async function compare(table: Table, instanceId: string, change: SubjectChange): Promise<Commit> {
  const stored = await readRow(table, escapeKey(instanceId), subjectRow(change.subjectId), toSubject);
  if (!isDeepStrictEqual(stored?.state, withoutUndefined(change.state))) return { outcome: "conflict" };
  const events = await findHistory(table, instanceId, change);
  return events ? { outcome: "committed", events } : { outcome: "conflict" };
}

/** The state as it would be read from its row. */
function withoutUndefined(state: SubjectChange["state"]): unknown {
  return JSON.parse(JSON.stringify(state)) as unknown;
}

/** The events before the ledger's end that are searched: other subjects may have had events since. */
const MAX_EVENTS_BACK = 200;

/**
 * The change's events as they are stored, in its order; undefined when one of them, or its gap, is not among the
 * newest.
 */
async function findHistory(
  instanceState: Table,
  instanceId: string,
  { events, gap }: SubjectChange,
): Promise<readonly StoredEvent[] | undefined> {
  if (events.length === 0 && !gap) return [];
  const newest = await instanceState.list(escapeKey(instanceId), prefixRange(EVENT_PREFIX), { top: MAX_EVENTS_BACK });
  if (gap && !newest.some((row) => toGap(row)?.gapId === gap.gapId)) return undefined;
  const stored = new Map(newest.map((row) => toEvent(row)).map((event) => [event?.eventId, event]));
  const found = events.flatMap(({ eventId }) => stored.get(eventId) ?? []);
  return found.length === events.length ? found : undefined;
}
