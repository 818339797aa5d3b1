import { type Table } from "../../shared/storage/table/table";
import { INSTANCE_ID } from "../builders/workflow";

/** Rows of the instance, and of its one event's deliveries, whose keys begin so. */
export async function countRowsLeft(
  { instanceState, deliveries }: { readonly instanceState: Table; readonly deliveries: Table },
  prefix: string,
): Promise<number> {
  const range = { from: prefix, before: `${prefix}~` };
  const [event] = await instanceState.list(INSTANCE_ID, { from: "event:", before: "event:~" });
  const inState = await instanceState.list(INSTANCE_ID, range);
  const inDeliveries = event ? await deliveries.list(String(event.values["eventId"]), range) : [];
  return inState.length + inDeliveries.length;
}
