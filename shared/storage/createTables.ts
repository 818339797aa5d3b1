import { type CountStorage } from "./countOperations";
import { openTableClient } from "./openTableClient";
import { type StorageSettings } from "./settings";
import { confirmWrites } from "./table/confirmWrites";
import { lazyTable } from "./table/lazyTable";
import { type Table } from "./table/table";

export interface Tables {
  readonly subscriptions: Table;
  readonly watches: Table;
  readonly instanceState: Table;
  readonly deliveries: Table;
  readonly deadLetters: Table;
  readonly rateLimits: Table;
}

/** The tables, each created when it is first used. Loads the SDK and connects at the first use, too. */
export function createTables(settings: StorageSettings, count?: CountStorage): Tables {
  const open = (name: string): Table => confirmWrites(lazyTable(name, () => openTableClient(name, settings, count)));
  return {
    subscriptions: open("Subscriptions"),
    watches: open("Watches"),
    instanceState: open("InstanceState"),
    deliveries: open("Deliveries"),
    deadLetters: open("DeadLetters"),
    rateLimits: open("RateLimits"),
  };
}
