import { type SuspensionScope } from "../../model/subscription";
import { type Table } from "../table/table";
import { markSuspended } from "./markSuspended";

/** Lifts any suspension of the subscriptions in scope. */
export const resumeSubscriptions =
  (subscriptions: Table) =>
  (instanceId: string, scope: SuspensionScope): Promise<void> =>
    markSuspended(subscriptions, instanceId, scope, "");
