import { isObject } from "./isObject";

/**
 * A property of an answer by its camelCase name, in whatever casing the source wrote it (reference 1.5). Null counts as
 * absent, and a name spelled exactly goes before one that differs in casing.
 */
export function field(holder: unknown, name: string): unknown {
  if (!isObject(holder)) return undefined;
  if (Object.hasOwn(holder, name) && isThere(holder[name])) return holder[name];
  const wanted = name.toLowerCase();
  const key = Object.keys(holder).find((each) => each.toLowerCase() === wanted && isThere(holder[each]));
  return key === undefined ? undefined : holder[key];
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}
