import { type DeliveryStatus } from "../../model/delivery";
import { CodedError } from "../../model/errors";
import { type Page } from "../../model/page";
import { DELIVERY_PREFIX } from "../keys/deliveryKeys";
import { escapeKey } from "../keys/escapeKey";
import { prefixRange } from "../keys/prefixRange";
import { listPage } from "../rows/listPage";
import { type Report } from "../rows/mapRows";
import { type Sealing } from "../subscriptions/subscriptionValues";
import { type Table } from "../table/table";
import { toDeliveryStatus } from "./toDeliveryStatus";

interface DeliveryPage {
  readonly top: number;
  readonly cursor?: string;
}

interface ListDeps {
  readonly sealing: Sealing;
  readonly report: Report;
}

/**
 * An event's deliveries to one caller's subscriptions, or to everybody's: those whose first attempt has ended. A row's key holds a capability, so
 * the cursor is sealed. Undefined when the cursor is none that was given here.
 */
export const listDeliveries =
  (deliveries: Table, { sealing, report }: ListDeps) =>
  async (
    { eventId, connection }: { readonly eventId: string; readonly connection?: string },
    { top, cursor }: DeliveryPage,
  ): Promise<Page<DeliveryStatus> | undefined> => {
    const last = cursor === undefined ? "" : open(cursor, sealing);
    if (last === undefined) return undefined;
    const range = prefixRange(DELIVERY_PREFIX);
    const where = connection === undefined ? [] : [{ property: "connection", equals: connection }];
    const list = { table: deliveries, partition: escapeKey(eventId), range, where, report };
    const { items, cursor: next } = await listPage(list, { top, last: last || undefined }, toDeliveryStatus);
    return next === undefined ? { items } : { items, cursor: sealing.seal(next) };
  };

function open(cursor: string, { open: unseal }: Sealing): string | undefined {
  try {
    const row = unseal(cursor);
    return row.startsWith(DELIVERY_PREFIX) ? row : undefined;
  } catch (error) {
    if (error instanceof CodedError && error.code === "undecryptable") return undefined;
    throw error;
  }
}
