import { countStates } from "./countStates";
import { type Detail, type Section } from "./report";

/** Keeps the answer bounded, whatever CI holds. */
const MOST_ITEMS = 1_000;

/** All counted by state, and in full listed. */
export function toSection<Item extends { readonly state: string }>(
  items: readonly Item[],
  detail: Detail,
): Section<Item> {
  const counts = countStates(items);
  return detail === "full" ? { ...counts, items: items.slice(0, MOST_ITEMS) } : counts;
}
