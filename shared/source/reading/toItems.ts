import { type Note } from "./createNotes";
import { field } from "./field";
import { isObject } from "./isObject";

/** Reads one item that stands `at` a place in the answer; undefined (and noted) when it cannot be used. @internal */
export type ToItem<T> = (seen: unknown, at: string, note: Note) => T | undefined;

interface Items<T> {
  readonly at: string;
  readonly note: Note;
  readonly toItem: ToItem<T>;
}

/**
 * The usable items of a list: a bare array, `{value: […]}`, or null for an empty one. Undefined when it is no list. A
 * list that says it goes on elsewhere is noted, because what is missing from it is not absent.
 */
export function toItems<T>(seen: unknown, { at, note, toItem }: Items<T>): T[] | undefined {
  const list = toList(seen);
  const next = field(seen, "@odata.nextLink");
  if (next !== undefined) note(`${at}.@odata.nextLink`, next);
  return list?.map((item, index) => toItem(item, `${at}[${index}]`, note)).filter((item) => item !== undefined);
}

function toList(seen: unknown): readonly unknown[] | undefined {
  if (!isObject(seen)) return asList(seen);
  const key = Object.keys(seen).find((each) => each.toLowerCase() === "value");
  return key === undefined ? undefined : asList(seen[key]);
}

function asList(seen: unknown): readonly unknown[] | undefined {
  if (seen === null) return [];
  return Array.isArray(seen) ? (seen as readonly unknown[]) : undefined;
}
