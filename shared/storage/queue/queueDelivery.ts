import { type Chunk, type Lane } from "../../model/delivery";
import { after } from "../../model/instant";
import { type Version } from "../../model/subject";
import { type DeliveryTask, LONGEST_DELAY_SECONDS } from "../../model/task";
import { type Queue } from "./queue";

type QueuedChunk = Pick<Chunk, "event" | "chunkId" | "claims" | "lane"> &
  Partial<Pick<Chunk, "references" | "notBefore">>;

/**
 * Queues the next claim of a chunk, in the queue of its lane. The task shows after `delaySeconds`, at most seven days. With the
 * chunk's `version`, a task for its first claim carries what its row holds.
 */
export const queueDelivery =
  (queues: Readonly<Record<Lane, Queue>>, now: () => Date) =>
  (chunk: QueuedChunk, delaySeconds: number, version?: Version): Promise<void> => {
    const { event, chunkId, claims, lane, references, notBefore } = chunk;
    const { instanceId, sequence, eventId } = event;
    // A chunk that was claimed may have a lease, which only its row tells; the same goes for how long it has to wait.
    const isPlain = version !== undefined && references !== undefined && claims === 0 && notBefore === undefined;
    const stored = isPlain ? { stored: { references, lane, version } } : {};
    const delay = Math.min(delaySeconds, LONGEST_DELAY_SECONDS);
    const told = { showsAt: after(now(), Math.max(0, delay)) };
    const task: DeliveryTask = { instanceId, sequence, eventId, chunkId, claim: claims + 1, ...stored, ...told };
    return queues[lane].send(JSON.stringify(task), delay);
  };
