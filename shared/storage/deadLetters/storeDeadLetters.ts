import { type DeadLetter } from "../../model/deadLetter";
import {
  type Chunk,
  type ChunkReference,
  DEATH_CAUSES,
  type DeathCause,
  type DeliveryStatus,
} from "../../model/delivery";
import { toDeliveryStatus } from "../deliveries/toDeliveryStatus";
import { chunkRow, deliveryRow } from "../keys/deliveryKeys";
import { escapeKey } from "../keys/escapeKey";
import { readRow } from "../rows/readRow";
import { type Table } from "../table/table";
import { writeFitting } from "../table/writeFitting";
import { insertLetter } from "./letterValues";

/**
 * Stores the dead letters that a chunk awaits, from the rows of its deliveries, then ends the chunk; may be done again at any
 * point. A delivery that is not dead any more was redriven, so its letter was stored before: nothing else redrives.
 */
export const storeDeadLetters =
  (deliveries: Table, deadLetters: Table) =>
  async ({ event, chunkId, references }: Chunk): Promise<void> => {
    const partition = escapeKey(event.eventId);
    const letters = await Promise.all(
      references.map(async (reference) => {
        const row = deliveryRow(reference.subscription);
        const status = await readRow(deliveries, partition, row, toDeliveryStatus);
        return status ? toDeath(event, reference, status) : [];
      }),
    );
    await writeFitting(deadLetters, escapeKey(event.instanceId), letters.flat().map(insertLetter));
    await deliveries.write(partition, [{ kind: "remove", row: chunkRow(chunkId) }]);
  };

function toDeath(event: Chunk["event"], reference: ChunkReference, status: DeliveryStatus): readonly DeadLetter[] {
  const { subscription, attemptsBefore, connection = "" } = reference;
  const { state, attempts, cause, attemptedAt, lastAnswer } = status;
  if (state !== "dead" || attempts !== attemptsBefore || !attemptedAt || !isDeathCause(cause)) return [];
  return [{ event, subscription, connection, cause, attempts, lastAnswer, diedAt: attemptedAt }];
}

function isDeathCause(cause: string | undefined): cause is DeathCause {
  return (DEATH_CAUSES as readonly (string | undefined)[]).includes(cause);
}
