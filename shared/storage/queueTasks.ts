import { type Chunk, type Lane } from "../model/delivery";
import { addSeconds, toInstant } from "../model/instant";
import { type Version } from "../model/subject";
import {
  type DeliveryTask,
  type DispatchTask,
  MAX_DELAY_SECONDS,
  type PollTask,
  type RedriveTask,
} from "../model/task";
import { type Queue } from "./createQueues";

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
    const delay = Math.min(delaySeconds, MAX_DELAY_SECONDS);
    const told = { showsAt: addSeconds(now(), Math.max(0, delay)) };
    const task: DeliveryTask = { instanceId, sequence, eventId, chunkId, claim: claims + 1, ...stored, ...told };
    return queues[lane].send(JSON.stringify(task), delay);
  };

/** `events`: the queue of that name. */
export const queueDispatch =
  (events: Queue, now: () => Date) =>
  ({ instanceId, sequence, eventId }: DispatchTask): Promise<void> =>
    events.send(JSON.stringify({ instanceId, sequence, eventId, showsAt: toInstant(now()) }), 0);

/** `polls`: the queue of that name. */
export const queuePoll =
  (polls: Queue, now: () => Date) =>
  ({ instanceId, traceparent }: PollTask): Promise<void> =>
    polls.send(JSON.stringify({ instanceId, traceparent, showsAt: toInstant(now()) }), 0);

/** `redrives`: the queue of that name. The task shows after `delaySeconds`. */
export const queueRedrive =
  (redrives: Queue, now: () => Date) =>
  ({ redriveId, claim }: RedriveTask, delaySeconds: number): Promise<void> =>
    redrives.send(JSON.stringify({ redriveId, claim, showsAt: addSeconds(now(), delaySeconds) }), delaySeconds);
