import { memoryQueue } from "./memoryQueue";
import { memoryTable } from "./memoryTable";

/** Every table and queue of the app, empty, in this process. */
export function memoryStorage() {
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
    redrives: memoryQueue("redrives"),
  };
  return { tables, queues };
}
