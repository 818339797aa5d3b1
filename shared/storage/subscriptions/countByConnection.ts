import { EVERY_ROW } from "../keys/everyRow";
import { connectionPartition } from "../keys/subscriptionKeys";
import { type Table } from "../table/table";

/** A connection's subscriptions, those that were superseded and are still kept too; counts no further than `most`. */
export const countByConnection =
  (subscriptions: Table) =>
  async (connection: string, most: number): Promise<number> =>
    (await subscriptions.list(connectionPartition(connection), EVERY_ROW, { top: most, select: ["order"] })).length;
