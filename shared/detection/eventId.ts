import { createHash } from "node:crypto";

/**
 * The identity of an event, made of what happened alone: no clock of ours, nothing random. The same observation found twice,
 * on two hosts or after a crash, gives the same id (invariant 2).
 */
export function eventId(parts: readonly string[]): string {
  return `evt_${createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32)}`;
}
