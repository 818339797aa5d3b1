/** One language for all hosts: the order must not depend on where a host runs. */
const COLLATOR = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** A sorted copy: as people sort, "Order 9" before "Order 10"; what they would call equal in the order of its characters. */
export function sortByName<T>(items: readonly T[], nameOf: (item: T) => string): T[] {
  return items.toSorted((a, b) => COLLATOR.compare(nameOf(a), nameOf(b)) || compareText(nameOf(a), nameOf(b)));
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
