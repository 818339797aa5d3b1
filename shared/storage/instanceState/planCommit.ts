import { RECOVERY_SECONDS } from "../../delivery/recovery";
import { type StoredEvent, toReference } from "../../model/event";
import { after } from "../../model/instant";
import { type SubjectChange } from "../../model/subject";
import { LEDGER_ROW, eventRow, pendingRow, subjectRow } from "../keys/stateKeys";
import { type Action, type Values } from "../table/table";
import { fromEvent } from "./eventRows";
import { type Ledger } from "./loadLedger";
import { fromPending } from "./pendingRows";
import { fromSubject } from "./subjectRows";

/**
 * The actions of one transaction: the subject first, so that its conflict is the one that is told, then each event with its
 * pending marker, and the ledger's new end.
 */
export function planCommit(
  change: SubjectChange,
  events: readonly StoredEvent[],
  ledger: Ledger,
  now: Date,
): readonly Action[] {
  const last = events.at(-1);
  const subject = put(subjectRow(change.subjectId), fromSubject(change), change.version);
  const markers = events.flatMap((event) => planEvent(event, now));
  return last
    ? [subject, ...markers, put(LEDGER_ROW, { sequence: last.sequence }, ledger.version)]
    : [subject, ...markers];
}

function planEvent(event: StoredEvent, now: Date): readonly Action[] {
  const dueAt = after(now, RECOVERY_SECONDS);
  const pending = { event: toReference(event), handedOver: false, pages: 0, dueAt };
  return [
    { kind: "insert", row: eventRow(event.sequence), values: fromEvent(event) },
    { kind: "insert", row: pendingRow(event.sequence), values: fromPending(pending) },
  ];
}

function put(row: string, values: Values, version: string | undefined): Action {
  return version === undefined ? { kind: "insert", row, values } : { kind: "replace", row, values, version };
}
