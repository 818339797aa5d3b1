import { type Suspension } from "../../model/subscription";
import { type Table } from "../table/table";
import { markSuspended } from "./markSuspended";

/** Marks the subscriptions in scope with the reason, whatever they were. Repeated, it writes nothing. */
export const suspendSubscriptions =
  (subscriptions: Table) =>
  (instanceId: string, { reason, ...scope }: Suspension): Promise<void> =>
    markSuspended(subscriptions, instanceId, scope, reason);
