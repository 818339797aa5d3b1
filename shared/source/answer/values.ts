/** Single values of an answer of CI, each read from any form in which the source writes it. */
import { type Instant, parseInstant } from "../../model/instant";
import { MAX_PATH_PART_LENGTH } from "../../model/text";

/**
 * A property of an answer by its camelCase name, in any casing. Null counts as absent. An exact spelling wins over one
 * in another casing.
 */
export function field(holder: unknown, name: string): unknown {
  if (!isObject(holder)) return undefined;
  if (Object.hasOwn(holder, name) && isThere(holder[name])) return holder[name];
  const wanted = name.toLowerCase();
  const key = Object.keys(holder).find((each) => each.toLowerCase() === wanted && isThere(holder[each]));
  return key === undefined ? undefined : holder[key];
}

/** True for a JSON object; false for lists and null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Ids become parts of storage keys, which have at most 512 characters. */
const MAX_ID_LENGTH = 128;

/** An id of the source in lower case, because the source writes uuids in either casing. */
export function toId(value: unknown): string | undefined {
  const id = toText(value)?.toLowerCase();
  return id !== undefined && id.length <= MAX_ID_LENGTH ? id : undefined;
}

/** A text of the source, trimmed; a number is accepted as a text. Undefined when there is none or it is empty. */
export function toText(value: unknown): string | undefined {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  return (typeof value === "string" && value.trim()) || undefined;
}

/** A name that is the source's key for a thing; its casing is kept. */
export function toName(value: unknown): string | undefined {
  const name = toText(value);
  return name !== undefined && name.length <= MAX_PATH_PART_LENGTH ? name : undefined;
}

/** A boolean of the source, written as one or as a text. */
export function toFlag(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  const word = toWord(value);
  return word === "true" || word === "false" ? word === "true" : undefined;
}

/**
 * An enum value in the one spelling we compare: lower case, without separators (`TimedOut`, `timed_out` → `timedout`).
 */
export function toWord(value: unknown): string | undefined {
  return (
    toText(value)
      ?.toLowerCase()
      .replaceAll(/[\s_-]/g, "") || undefined
  );
}

const DECIMAL = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A number of the source, which also writes numbers as texts; undefined for anything else. */
export function toNumber(value: unknown): number | undefined {
  const number = typeof value === "string" && DECIMAL.test(value.trim()) ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/**
 * CI writes .NET's minimum or maximum date for "not yet". The maximum must not count as a time: nothing would ever be
 * newer. `parseInstant` drops the minimum, like every year before 1970.
 */
const FOREVER = /^9999-/;

/** A time of the source; undefined for "not yet" and for anything that is no time. */
export function toTime(value: unknown): Instant | undefined {
  const instant = parseInstant(value);
  return instant && !FOREVER.test(instant) ? instant : undefined;
}
