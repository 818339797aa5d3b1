import { type Tables } from "../../shared/storage/createTables";
import { confirmWrites } from "../../shared/storage/table/confirmWrites";
import { memoryRawTable } from "../../test/fakes/memoryRawTable";

/** The tables of the tests, which pass the same suite as Azurite, without their faults. */
export function memoryTables(): Tables {
  return {
    subscriptions: open("Subscriptions"),
    watches: open("Watches"),
    instanceState: open("InstanceState"),
    deliveries: open("Deliveries"),
    deadLetters: open("DeadLetters"),
    rateLimits: open("RateLimits"),
  };
}

function open(name: string): Tables["deliveries"] {
  return confirmWrites(memoryRawTable(name));
}
