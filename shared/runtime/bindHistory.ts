import { type Tables } from "../storage/createTables";
import { listDeliveries } from "../storage/deliveries/listDeliveries";
import { listHistory } from "../storage/instanceState/listHistory";
import { type Report } from "../storage/rows/mapRows";
import { listByConnection } from "../storage/subscriptions/listByConnection";
import { type Sealing } from "../storage/subscriptions/subscriptionValues";

interface HistoryDeps {
  readonly sealing: Sealing;
  readonly report: Report;
}

/** The lists that callers are shown, bound to their tables. */
export function bindHistory(
  { subscriptions, instanceState, deliveries }: Pick<Tables, "subscriptions" | "instanceState" | "deliveries">,
  deps: HistoryDeps,
) {
  return {
    listHistory: listHistory(instanceState, deps.report),
    listDeliveries: listDeliveries(deliveries, deps),
    listByConnection: listByConnection(subscriptions, deps),
  };
}
