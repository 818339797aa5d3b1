import { type SubscriptionKey } from "../../model/subscription";
import { type CallbackEntry } from "../../subscriptions/subscribe";
import { rowGuard } from "../rows/rowGuard";
import { COUNT, TEXT, TRIGGER, rowSchema } from "../rows/rowSchema";
import { type StoredRow, type Values } from "../table/table";

const isEntryRow = rowGuard<SubscriptionKey & { readonly order: number }>(
  rowSchema({ instanceId: TEXT, trigger: TRIGGER, resourceHash: TEXT, random: TEXT, order: COUNT }),
);

export function toEntry({ values }: StoredRow): CallbackEntry | undefined {
  if (!isEntryRow(values)) return undefined;
  const { instanceId, trigger, resourceHash, random, order } = values;
  return { key: { instanceId, trigger, resourceHash, random }, order };
}

export function fromEntry({ key, order }: CallbackEntry): Values {
  const { instanceId, trigger, resourceHash, random } = key;
  return { instanceId, trigger, resourceHash, random, order };
}
