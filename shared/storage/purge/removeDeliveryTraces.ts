import { type DeliveryTrace } from "../../delivery/purge/purgeDeliveries";
import { escapeKey } from "../keys/escapeKey";
import { type Table } from "../table/table";
import { writeFitting } from "../table/writeFitting";

export const removeDeliveryTraces =
  (deliveries: Table) =>
  async (eventId: string, traces: readonly DeliveryTrace[]): Promise<void> => {
    const removals = traces.map(({ row, version }) => ({ kind: "remove" as const, row, version }));
    await writeFitting(deliveries, escapeKey(eventId), removals);
  };
