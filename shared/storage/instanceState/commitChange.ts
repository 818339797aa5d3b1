import { isDeepStrictEqual } from "node:util";
import { RECOVERY_SECONDS } from "../../delivery/lease";
import { type Commit } from "../../detection/ports";
import { type Pending } from "../../model/delivery";
import { type StoredEvent, toReference } from "../../model/event";
import { addSeconds } from "../../model/instant";
import { type SubjectChange, type Version } from "../../model/subject";
import { escapeKey, prefixRange } from "../table/keys";
import { COUNT, readRow, rowGuard, rowSchema } from "../table/rows";
import { type Action, type StoredRow, type Table, type Values } from "../table/table";
import {
  EVENT_PREFIX,
  LEDGER_ROW,
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

const SUBJECT_ACTION = 0;

const MAX_TRIES = 8;

const MAX_WAIT_MS = 100;

export interface CommitChangeDeps {
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
  (instanceState: Table, deps: CommitChangeDeps) =>
  async (instanceId: string, change: SubjectChange): Promise<Commit> => {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      if (tries > 0) await deps.wait(deps.random() * MAX_WAIT_MS);
      const ledger = hasHistory(change) ? await loadLedger(instanceState, instanceId) : { sequence: 0 };
      const { actions, events, markers } = planCommit(change, ledger, deps.now());
      const result = await instanceState.write(escapeKey(instanceId), actions);
      if (result.written)
        return { outcome: "committed", events, markers: withVersions(markers, actions, result.versions) };
      if (result.action === SUBJECT_ACTION) return compare(instanceState, instanceId, change);
    }
    return { outcome: "conflict" };
  };

function hasHistory({ events, gap }: SubjectChange): boolean {
  return events.length > 0 || gap !== undefined;
}

/** The sequence of the newest event; 0 and no version when there has been none. */
export interface Ledger {
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

/** One transaction, and the change's events with the places it gives them. */
interface CommitPlan {
  readonly actions: readonly Action[];
  readonly events: readonly StoredEvent[];
  readonly markers: readonly Unversioned[];
}

type Unversioned = Omit<Pending, "version">;

/**
 * The subject first, so that its conflict is the one that is told; then the gap, which lies before what was seen after it and
 * has no marker, for no flow is called; each event with its pending marker; and the ledger's new end.
 */
function planCommit(change: SubjectChange, ledger: Ledger, now: Date): CommitPlan {
  const gaps = change.gap ? [{ ...change.gap, sequence: ledger.sequence + 1 }] : [];
  const before = ledger.sequence + gaps.length;
  const events = change.events.map((event, index) => ({ ...event, sequence: before + index + 1 }));
  const end = before + events.length;
  const dueAt = addSeconds(now, RECOVERY_SECONDS);
  const markers = events.map((event) => ({ event: toReference(event), handedOver: false, pages: 0, dueAt }));
  const actions = [
    put(subjectRow(change.subjectId), fromSubject(change), change.version),
    ...gaps.map((gap): Action => ({ kind: "insert", row: eventRow(gap.sequence), values: fromGap(gap) })),
    ...events.map((event): Action => ({ kind: "insert", row: eventRow(event.sequence), values: fromEvent(event) })),
    ...markers.map((marker): Action => ({
      kind: "insert",
      row: pendingRow(marker.event.sequence),
      values: fromPending(marker),
    })),
    ...(end > ledger.sequence ? [put(LEDGER_ROW, { sequence: end }, ledger.version)] : []),
  ];
  return { actions, events, markers };
}

function put(row: string, values: Values, version: string | undefined): Action {
  return version === undefined ? { kind: "insert", row, values } : { kind: "replace", row, values, version };
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

/** As it would come back from its row. */
function withoutUndefined(state: SubjectChange["state"]): unknown {
  return JSON.parse(JSON.stringify(state)) as unknown;
}

/** How far back from the ledger's end: others' events that came between theirs and this look. */
const LOOK_BACK = 200;

/** The change's events as they are stored, in its order; undefined when one, or its gap, is not among the newest. */
async function findHistory(
  instanceState: Table,
  instanceId: string,
  { events, gap }: SubjectChange,
): Promise<readonly StoredEvent[] | undefined> {
  if (events.length === 0 && !gap) return [];
  const newest = await instanceState.list(escapeKey(instanceId), prefixRange(EVENT_PREFIX), { top: LOOK_BACK });
  if (gap && !newest.some((row) => toGap(row)?.gapId === gap.gapId)) return undefined;
  const stored = new Map(newest.map((row) => toEvent(row)).map((event) => [event?.eventId, event]));
  const found = events.flatMap(({ eventId }) => stored.get(eventId) ?? []);
  return found.length === events.length ? found : undefined;
}

/** `instanceState`: the table of that name. */
export const loadLedgerEnd =
  (instanceState: Table) =>
  async (instanceId: string): Promise<number> =>
    (await loadLedger(instanceState, instanceId)).sequence;
