import { escapeKey } from "./escapeKey";

const DIGITS = 16;

export const LEDGER_ROW = "ledger";
export const SUBJECT_PREFIX = "subject:";
export const EVENT_PREFIX = "event:";
export const PENDING_PREFIX = "pending:";

export function subjectRow(subjectId: string): string {
  return SUBJECT_PREFIX + escapeKey(subjectId);
}

/** Counts down, so that the newest event comes first. */
export function eventRow(sequence: number): string {
  return EVENT_PREFIX + pad(Number.MAX_SAFE_INTEGER - sequence);
}

/** The sequence in an event's row key. */
export function eventSequence(row: string): number {
  return Number.MAX_SAFE_INTEGER - Number(row.slice(EVENT_PREFIX.length));
}

/** Oldest first. */
export function pendingRow(sequence: number): string {
  return PENDING_PREFIX + pad(sequence);
}

function pad(sequence: number): string {
  return String(sequence).padStart(DIGITS, "0");
}
