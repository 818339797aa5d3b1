import { field } from "./field";
import { toItems } from "./toItems";

/** The usable items of a property `name` that stands `at` a place; none, and noted, when it is there and no list. */
export function readItems<T>(
  holder: unknown,
  name: string,
  { at, note, toItem }: Parameters<typeof toItems<T>>[1],
): readonly T[] {
  const seen = field(holder, name);
  const items = toItems(seen ?? null, { at: `${at}.${name}`, note, toItem });
  if (!items) note(`${at}.${name}`, seen);
  return items ?? [];
}
