import { type Tables } from "../../shared/storage/createTables";
import { type Table } from "../../shared/storage/table/table";
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

/** The same tables, each one wrapped. */
export function wrapTables(tables: Tables, wrap: (table: Table) => Table): Tables {
  return {
    subscriptions: wrap(tables.subscriptions),
    watches: wrap(tables.watches),
    instanceState: wrap(tables.instanceState),
    deliveries: wrap(tables.deliveries),
    deadLetters: wrap(tables.deadLetters),
    rateLimits: wrap(tables.rateLimits),
  };
}
