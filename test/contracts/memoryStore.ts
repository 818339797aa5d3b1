import { memoryQueue } from "../fakes/memoryQueue";
import { memoryTable } from "../fakes/memoryTable";
import { type Store } from "./stores";

export async function openMemoryStore(): Promise<Store> {
  const tables = {
    subscriptions: memoryTable("Subscriptions"),
    watches: memoryTable("Watches"),
    instanceState: memoryTable("InstanceState"),
    deliveries: memoryTable("Deliveries"),
    deadLetters: memoryTable("DeadLetters"),
    rateLimits: memoryTable("RateLimits"),
  };
  const queues = {
    polls: memoryQueue("polls"),
    events: memoryQueue("events"),
    deliveries: memoryQueue("deliveries"),
    slowDeliveries: memoryQueue("deliveries-slow"),
  };
  const lose = (what: "loseNextAnswer" | "loseNextWrite"): void => {
    for (const table of Object.values(tables)) table[what]();
  };
  return {
    tables,
    queues,
    loseNextAnswer: () => lose("loseNextAnswer"),
    loseNextAnswerForGood: () => lose("loseNextAnswer"),
    loseNextWrite: () => lose("loseNextWrite"),
    receive: async (queue) => queues[queue].takeAll().filter(({ delaySeconds }) => delaySeconds === 0),
    close: async () => undefined,
  };
}
