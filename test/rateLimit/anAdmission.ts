import { type AdmitRequest } from "../../shared/rateLimit/admitCalls";

const WINDOW_MS = 60_000;
export const START = Date.parse("2026-11-20T10:00:00Z");

/** A request for one call of ten a minute, `atMs` after the start, but for `changes`. */
export function anAdmission(atMs: number, changes: Partial<AdmitRequest> = {}): AdmitRequest {
  return { id: `at-${atMs}`, wanted: 1, limit: 10, windowMs: WINDOW_MS, now: new Date(START + atMs), ...changes };
}
