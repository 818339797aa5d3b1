import { type AttemptRecord, type Chunk } from "../../model/delivery";
import { type Instant } from "../../model/instant";

const PREFIX = "dead-";

/**
 * A chunk that stands for the dead letters of these records until they are stored: made in the transaction that records the
 * deaths, so that the sweep finds it should the host die in between. Nobody is called for it. None when nothing died.
 */
export function planDeadLetters(
  { event, chunkId, lane }: Chunk,
  records: readonly AttemptRecord[],
  dueAt: Instant,
): readonly Chunk[] {
  const dead = records.filter(({ verdict }) => verdict.outcome === "dead");
  const [first] = dead;
  if (!first) return [];
  const references = dead.map(({ reference, attempt }) => ({ ...reference, attemptsBefore: attempt }));
  // A chunk may be recorded in parts, each with deaths of its own.
  const deadId = `${PREFIX}${chunkId}-${first.reference.subscription.random}`;
  return [{ event, chunkId: deadId, references, lane, claims: 0, dueAt, requeues: 0 }];
}

/** True for a chunk that `planDeadLetters` made. */
export function awaitsDeadLetters({ chunkId }: Chunk): boolean {
  return chunkId.startsWith(PREFIX);
}
