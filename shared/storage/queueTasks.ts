/**
 * Tasks as queue messages: how each is written, in which queue, and with what delay. They are read by
 * `validation/parseTask.ts`. A task only points at rows, so a lost or repeated one does no harm (docs/decisions/0002).
 */
import { type DeliveryPorts } from "../delivery/ports";
import { type DetectionPorts } from "../detection/ports";
import { type Chunk, type Lane } from "../model/delivery";
import { defined } from "../model/defined";
import { type Instant, addSeconds, parseInstant, toInstant } from "../model/instant";
import { type Version } from "../model/stored";
import { type DeliveryTask, MAX_DELAY_SECONDS } from "../model/task";
import { type CheckHealthDeps, type WaitingQueue } from "../operations/checkHealth";
import { type SubscriptionPorts } from "../subscriptions/ports";
import { type Queue, type Queues } from "./createQueues";
import { type StoreDeps } from "./table/table";

type QueueTasks = Pick<DetectionPorts, "queueDispatch" | "queuePoll"> &
  Pick<SubscriptionPorts, "queuePoll"> &
  Pick<DeliveryPorts, "queueDelivery" | "queueDispatch" | "queuePoll" | "queueRedrive"> &
  Pick<CheckHealthDeps, "listWaiting">;

/** The functions that queue a task. Each task says when it is to be visible, so that its delay can be measured. */
export function queueTasks(queues: Queues, { now }: Pick<StoreDeps, "now">): QueueTasks {
  const lanes: Readonly<Record<Lane, Queue>> = { normal: queues.deliveries, slow: queues.slowDeliveries };
  return {
    /**
     * Queues the next claim of a chunk, in the queue of its lane, with a delay of at most seven days. With the chunk's
     * `version`, a task for its first claim carries what its row holds.
     */
    queueDelivery: async (chunk, delaySeconds, version) => {
      const delay = Math.min(delaySeconds, MAX_DELAY_SECONDS);
      const showsAt = addSeconds(now(), Math.max(0, delay));
      await lanes[chunk.lane].send(JSON.stringify({ ...toDeliveryTask(chunk, version), showsAt }), delay);
    },

    queueDispatch: async ({ instanceId, sequence, eventId }) => {
      await queues.events.send(JSON.stringify({ instanceId, sequence, eventId, showsAt: toInstant(now()) }), 0);
    },

    queuePoll: async ({ instanceId, traceparent }) => {
      await queues.polls.send(JSON.stringify({ instanceId, traceparent, showsAt: toInstant(now()) }), 0);
    },

    listWaiting: () => Promise.all(Object.values(queues).map(findWaiting)),

    queueRedrive: async ({ redriveId, claim }, delaySeconds) => {
      const showsAt = addSeconds(now(), delaySeconds);
      await queues.redrives.send(JSON.stringify({ redriveId, claim, showsAt }), delaySeconds);
    },
  };
}

/**
 * The queue's longest wait. Tasks that were taken before do not count: they wait because they failed or a host died,
 * not because nobody takes them.
 */
async function findWaiting(queue: Queue): Promise<WaitingQueue> {
  const peeked = await queue.peek();
  const shown = peeked.flatMap(({ text, dequeues }) => (dequeues === 0 ? [readShowsAt(text)] : []));
  const [waitingSince] = shown.filter((each) => each !== undefined).toSorted();
  return { queue: queue.name, ...defined({ waitingSince }) };
}

/** When a task was to be visible; undefined for a message that does not say, which becomes poison when it is taken. */
function readShowsAt(text: string): Instant | undefined {
  try {
    const task: unknown = JSON.parse(text);
    return typeof task === "object" && task && "showsAt" in task ? parseInstant(task.showsAt) : undefined;
  } catch {
    return undefined;
  }
}

type QueuedChunk = Pick<Chunk, "event" | "chunkId" | "claims" | "lane"> &
  Partial<Pick<Chunk, "references" | "notBefore">>;

/** A chunk that was claimed may have a lease, and one with `notBefore` has to wait: then the row must be read. */
function toDeliveryTask(chunk: QueuedChunk, version: Version | undefined): DeliveryTask {
  const { event, chunkId, claims, lane, references, notBefore } = chunk;
  const { instanceId, sequence, eventId } = event;
  const isPlain = version !== undefined && references !== undefined && claims === 0 && notBefore === undefined;
  const stored = isPlain ? { stored: { references, lane, version } } : {};
  return { instanceId, sequence, eventId, chunkId, claim: claims + 1, ...stored };
}
