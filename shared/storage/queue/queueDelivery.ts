import { type Chunk, type Lane } from "../../model/delivery";
import { type DeliveryTask, LONGEST_DELAY_SECONDS } from "../../model/task";
import { type Queue } from "./queue";

type QueuedChunk = Pick<Chunk, "event" | "chunkId" | "claims" | "lane">;

/** Queues the next claim of a chunk, in the queue of its lane. The task shows after `delaySeconds`, at most seven days. */
export const queueDelivery =
  (queues: Readonly<Record<Lane, Queue>>) =>
  ({ event, chunkId, claims, lane }: QueuedChunk, delaySeconds: number): Promise<void> => {
    const { instanceId, sequence, eventId } = event;
    const task: DeliveryTask = { instanceId, sequence, eventId, chunkId, claim: claims + 1 };
    return queues[lane].send(JSON.stringify(task), Math.min(delaySeconds, LONGEST_DELAY_SECONDS));
  };
