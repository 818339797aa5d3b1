import { type StoredChunk } from "../model/delivery";
import { type Instant, after, toInstant } from "../model/instant";
import { RECOVERY_SECONDS } from "./recovery";

const LONGEST_WAIT_SECONDS = 3_600;
/** Less than from one sweep to the next. */
const LOOK_AGAIN_SECONDS = 10;

export type SweepDecision =
  | { readonly finished: true }
  | {
      readonly finished: false;
      readonly requeue: readonly { readonly stored: StoredChunk; readonly dueAt: Instant }[];
      /** When the sweep must look at this event again. */
      readonly dueAt: Instant;
    };

/**
 * Which chunks of an event to queue again: those that are due. A chunk that waits in a long queue is not lost, so each time
 * it is queued again the wait doubles: a backlog is never multiplied. Meanwhile somebody may claim it, and die: it is looked at
 * with every sweep, or its lease could be over for long before anybody sees.
 */
export function decideSweep(chunks: readonly StoredChunk[], now: Date): SweepDecision {
  if (chunks.length === 0) return { finished: true };
  const requeue = chunks
    .filter(({ chunk }) => chunk.dueAt <= toInstant(now))
    .map((stored) => ({ stored, dueAt: after(now, waitSeconds(stored.chunk.requeues)) }));
  const waiting = chunks.filter(({ chunk }) => chunk.dueAt > toInstant(now));
  const isClaimable = requeue.length > 0 || waiting.some(({ chunk }) => chunk.requeues > 0);
  const looks = [...waiting.map(({ chunk }) => chunk.dueAt), ...(isClaimable ? [after(now, LOOK_AGAIN_SECONDS)] : [])];
  return { finished: false, requeue, dueAt: looks.toSorted()[0] ?? toInstant(now) };
}

function waitSeconds(requeues: number): number {
  return Math.min(RECOVERY_SECONDS * 2 ** Math.min(requeues + 1, 16), LONGEST_WAIT_SECONDS);
}
