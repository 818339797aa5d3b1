import { type DeadLetter } from "../../model/deadLetter";
import { type Chunk } from "../../model/delivery";
import { type Instant } from "../../model/instant";
import { type Health } from "../../model/subscription";

/**
 * The chunk that delivers a dead letter again, in the lane that its subscription's health calls for. Its id is derived: the
 * same death has the same chunk, whoever redrives it.
 */
export function planRedrive(
  { event, subscription, connection, attempts }: DeadLetter,
  health: Health | undefined,
  dueAt: Instant,
): Chunk {
  const chunkId = `redrive-${subscription.random}-${String(attempts).padStart(3, "0")}`;
  const reference = { subscription, attemptsBefore: attempts, connection, redrivenAfter: attempts };
  const lane = health?.slow ? "slow" : "normal";
  return { event, chunkId, references: [reference], lane, claims: 0, dueAt, requeues: 0 };
}
