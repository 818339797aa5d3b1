import { CodedError } from "../../model/errors";
import { type Page } from "../../model/page";
import { type Subscription, type SubscriptionKey } from "../../model/subscription";
import { EVERY_ROW } from "../keys/everyRow";
import { connectionPartition } from "../keys/subscriptionKeys";
import { listPage } from "../rows/listPage";
import { type Report } from "../rows/mapRows";
import { type Table } from "../table/table";
import { toEntry } from "./callbackEntries";
import { loadSubscription } from "./loadSubscription";
import { type Sealing } from "./subscriptionValues";

interface ListDeps {
  readonly sealing: Sealing;
  readonly report: Report;
}

interface SubscriptionPage {
  readonly top: number;
  readonly cursor?: string;
}

/**
 * A connection's subscriptions, in an order that says nothing. A page may have fewer than `top`: an entry whose subscription is
 * gone or not there yet is left out.
 */
export const listByConnection = (subscriptions: Table, { sealing, report }: ListDeps) => {
  const load = loadSubscription(subscriptions, sealing);
  const loadReadable = (key: SubscriptionKey): Promise<Subscription | undefined> =>
    load(key).catch((error: unknown) => {
      if (!(error instanceof CodedError) || error.code === "storage-unavailable") throw error;
      report(error);
      return undefined;
    });
  return async (connection: string, { top, cursor }: SubscriptionPage): Promise<Page<Subscription>> => {
    const list = { table: subscriptions, partition: connectionPartition(connection), range: EVERY_ROW, report };
    const { items, ...rest } = await listPage(list, { top, last: cursor }, toEntry);
    const loaded = await Promise.all(items.map(({ key }) => loadReadable(key)));
    return { ...rest, items: loaded.filter((each) => each !== undefined) };
  };
};
