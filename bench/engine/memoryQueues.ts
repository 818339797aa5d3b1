/** The stores of the engine in memory: tables and queues. */
import { type Queue, type Queues } from "../../shared/storage/createQueues";

export type QueueName = keyof Queues;

/** Tasks of one queue at once: `batchSize` and `newBatchThreshold` of host.json. */
const AT_ONCE = 64;

/** Queues in this process, worked on as a host does, without its polling. What fails is an error of the run. */
export function memoryQueues(handle: (queue: QueueName, task: unknown) => Promise<void>): Queues {
  const open = (queue: QueueName, name: string): Queue => {
    const waiting: string[] = [];
    let running = 0;
    const work = async (): Promise<void> => {
      running += 1;
      for (let text = waiting.shift(); text !== undefined; text = waiting.shift())
        await handle(queue, JSON.parse(text));
      running -= 1;
    };
    return {
      name,
      peek: () => Promise.resolve([]),
      send: async (text, delaySeconds) => {
        const offer = (): void => {
          waiting.push(text);
          if (running < AT_ONCE) void work();
        };
        // A retry must not keep the run from ending.
        if (delaySeconds > 0) setTimeout(offer, delaySeconds * 1_000).unref();
        else setImmediate(offer);
      },
    };
  };
  return {
    polls: open("polls", "polls"),
    events: open("events", "events"),
    deliveries: open("deliveries", "deliveries"),
    slowDeliveries: open("slowDeliveries", "deliveries-slow"),
    redrives: open("redrives", "redrives"),
  };
}
