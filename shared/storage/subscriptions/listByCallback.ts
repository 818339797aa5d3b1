import { type CallbackEntry, type CallbackOwner } from "../../model/subscription";
import { EVERY_ROW } from "../keys/everyRow";
import { callbackPartition } from "../keys/subscriptionKeys";
import { type Report, mapRows } from "../rows/mapRows";
import { type Table } from "../table/table";
import { toEntry } from "./callbackEntries";

/** Every subscription that this connection made with this callback URL, also one whose own row is not there. */
export const listByCallback =
  (subscriptions: Table, report: Report) =>
  async (owner: CallbackOwner): Promise<readonly CallbackEntry[]> => {
    const partition = callbackPartition(owner);
    const rows = await subscriptions.list(partition, EVERY_ROW);
    return mapRows(rows, toEntry, { table: subscriptions.name, partition, report });
  };
