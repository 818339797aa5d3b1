import { type DeadLetter } from "../../model/deadLetter";
import { type Chunk } from "../../model/delivery";
import { type Instant } from "../../model/instant";

/** The chunk that delivers a dead letter again. Its id is derived: the same death has the same chunk, whoever redrives it. */
export function planRedrive({ event, subscription, connection, attempts }: DeadLetter, dueAt: Instant): Chunk {
  const chunkId = `redrive-${subscription.random}-${String(attempts).padStart(3, "0")}`;
  const reference = { subscription, attemptsBefore: attempts, connection, redrivenAfter: attempts };
  return { event, chunkId, references: [reference], claims: 0, dueAt, requeues: 0 };
}
