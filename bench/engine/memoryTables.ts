import { type Tables } from "../../shared/storage/createTables";
import { confirmWrites } from "../../shared/storage/table/confirmWrites";
import { memoryRawTable } from "../../test/fakes/memoryRawTable";

/** The tables of the tests, which pass the same suite as Azurite, without their faults. */
export function memoryTables(): Tables {
  const open = (name: string): Tables["deliveries"] => confirmWrites(memoryRawTable(name));
  return {
    subscriptions: open("Subscriptions"),
    watches: open("Watches"),
    instanceState: open("InstanceState"),
    deliveries: open("Deliveries"),
    rateLimits: open("RateLimits"),
  };
}
