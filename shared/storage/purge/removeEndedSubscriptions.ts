import { type EndedSubscription } from "../../delivery/purge/isSubscriptionOver";
import { escapeKey } from "../keys/escapeKey";
import { subscriptionRow } from "../keys/subscriptionKeys";
import { type Table } from "../table/table";
import { writeFitting } from "../table/writeFitting";

/** Their own rows only: what is in the indexes is found there by its age. */
export const removeEndedSubscriptions =
  (subscriptions: Table) =>
  async (instanceId: string, ended: readonly EndedSubscription[]): Promise<void> => {
    const removals = ended.map(({ key, version }) => ({
      kind: "remove" as const,
      row: subscriptionRow(key),
      version,
    }));
    await writeFitting(subscriptions, escapeKey(instanceId), removals);
  };
