import { type PoisonQueue } from "../../../shared/model/deadLetter";
import { chunkRow } from "../../../shared/storage/deliveries/deliveryRows";
import { pendingRow } from "../../../shared/storage/instanceState/stateRows";
import { type Values } from "../../../shared/storage/table/table";
import { type MemoryRawTable, memoryRawTable } from "../../fakes/memoryRawTable";
import { type AuditDeps, type DeliveryAudit, auditDeliveries } from "./auditDeliveries";
import { type PoisonAudit, auditPoison } from "./auditPoison";
import { type StateAudit, auditState } from "./auditState";
import { type SubscriptionAudit, auditSubscriptions } from "./auditSubscriptions";

type TableName = "subscriptions" | "watches" | "deliveries" | "deadLetters" | "instanceState";
type WatchedTables = Readonly<Record<TableName, MemoryRawTable>>;

export interface StoredWorld {
  readonly tables: WatchedTables;
  readonly deliveries: DeliveryAudit;
  readonly state: StateAudit;
  readonly subscriptions: SubscriptionAudit;
  readonly poison: PoisonAudit;
}

interface StoredDeps extends AuditDeps {
  /** What is due may be due earlier, or not at all. */
  readonly onChanged: () => void;
  readonly onPoison: () => void;
}

/** The tables, and those who watch every write to them. */
export function storedWorld({ onChanged, onPoison, ...audit }: StoredDeps): StoredWorld {
  const deliveries = auditDeliveries(audit);
  const state = auditState(audit);
  const subscriptions = auditSubscriptions(audit);
  const poison = auditPoison({ ...audit, onPoison, isOpen: (queue, task) => isOpen(queue, task, tables) });
  const tables: WatchedTables = {
    subscriptions: memoryRawTable("Subscriptions", (partition, actions) => {
      subscriptions.onWritten(partition, actions);
      onChanged();
    }),
    watches: memoryRawTable("Watches", onChanged),
    deliveries: memoryRawTable("Deliveries", deliveries.onWritten),
    deadLetters: memoryRawTable("DeadLetters", (partition, actions) => {
      poison.onWritten(partition, actions);
      onChanged();
    }),
    instanceState: memoryRawTable("InstanceState", (partition, actions) => {
      state.onWritten(partition, actions);
      onChanged();
    }),
  };
  return { tables, deliveries, state, subscriptions, poison };
}

/** Whether a task is still to be done. A watch may go and come again: polls say nothing. */
function isOpen(queue: PoisonQueue, task: Values, tables: WatchedTables): boolean {
  const rowOf = (table: TableName, partition: unknown, row: string): Values | undefined =>
    tables[table].rowsOf(String(partition)).get(row)?.values;
  if (queue === "polls") return false;
  if (queue === "redrives") return rowOf("deadLetters", "redrives", String(task["redriveId"]))?.["dueAt"] !== undefined;
  if (queue === "events") {
    const marker = rowOf("instanceState", task["instanceId"], pendingRow(Number(task["sequence"])));
    return marker?.["handedOver"] === false;
  }
  return rowOf("deliveries", task["eventId"], chunkRow(String(task["chunkId"]))) !== undefined;
}
