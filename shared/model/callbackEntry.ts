import { type SubscriptionKey } from "./subscription";

/** A subscription as its callback's index knows it; the greatest `order` is the live one. */
export interface CallbackEntry {
  readonly key: SubscriptionKey;
  readonly order: number;
}

/** Of two made at the same moment the random part decides, the same way on every host. */
export function isOlder(entry: CallbackEntry, than: CallbackEntry): boolean {
  if (entry.order !== than.order) return entry.order < than.order;
  return entry.key.random < than.key.random;
}
