import { type Chunk } from "../../model/delivery";
import { chunkRow, deliveryRow } from "../keys/deliveryKeys";
import { escapeKey } from "../keys/escapeKey";
import { type Table } from "../table/table";
import { fromChunk } from "./chunkValues";
import { toDeliveryStatus } from "./toDeliveryStatus";

/**
 * One transaction: a dead delivery becomes one to be redriven, and its chunk is stored. "revived" also when that was done
 * before: each death is redriven once, whoever asks how often. "gone" when the delivery was purged, or cannot be read.
 */
export const reviveDelivery =
  (deliveries: Table) =>
  async (chunk: Chunk): Promise<"revived" | "gone"> => {
    const partition = escapeKey(chunk.event.eventId);
    const [reference] = chunk.references;
    const row = reference && deliveryRow(reference.subscription);
    const stored = row && (await deliveries.get(partition, row));
    const status = stored && toDeliveryStatus(stored);
    if (!status) return "gone";
    if (status.state === "dead" && status.attempts === reference?.attemptsBefore) {
      const result = await deliveries.write(partition, [
        { kind: "merge", row, values: { state: "redriving", chunkId: chunk.chunkId }, version: stored.version },
        { kind: "insert", row: chunkRow(chunk.chunkId), values: fromChunk(chunk) },
      ]);
      if (!result.written && result.found === "missing") return "gone";
    }
    return "revived";
  };
