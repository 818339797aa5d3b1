import { RECOVERY_SECONDS } from "../../delivery/recovery";
import { type Pending } from "../../model/delivery";
import { type StoredEvent, toReference } from "../../model/event";
import { after } from "../../model/instant";
import { type SubjectChange } from "../../model/subject";
import { LEDGER_ROW, eventRow, pendingRow, subjectRow } from "../keys/stateKeys";
import { type Action, type Values } from "../table/table";
import { fromEvent } from "./eventRows";
import { fromGap } from "./gapRows";
import { type Ledger } from "./loadLedger";
import { fromPending } from "./pendingRows";
import { fromSubject } from "./subjectRows";

/** One transaction, and the change's events with the places it gives them. */
interface CommitPlan {
  readonly actions: readonly Action[];
  readonly events: readonly StoredEvent[];
  readonly markers: readonly Unversioned[];
}

export type Unversioned = Omit<Pending, "version">;

/**
 * The subject first, so that its conflict is the one that is told; then the gap, which lies before what was seen after it and
 * has no marker, for no flow is called; each event with its pending marker; and the ledger's new end.
 */
export function planCommit(change: SubjectChange, ledger: Ledger, now: Date): CommitPlan {
  const gaps = change.gap ? [{ ...change.gap, sequence: ledger.sequence + 1 }] : [];
  const before = ledger.sequence + gaps.length;
  const events = change.events.map((event, index) => ({ ...event, sequence: before + index + 1 }));
  const end = before + events.length;
  const dueAt = after(now, RECOVERY_SECONDS);
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
