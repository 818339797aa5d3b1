import { type Instant, parseInstant } from "../../model/instant";

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

/** True for a JSON object; lists and null are none. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

// Ids become parts of storage keys, which are at most 512 characters.
const MAX_ID_LENGTH = 128;

/** An id of the source in lower case, because it writes uuids in either (reference 2.4). */
export function toId(value: unknown): string | undefined {
  const id = toText(value)?.toLowerCase();
  return id !== undefined && id.length <= MAX_ID_LENGTH ? id : undefined;
}

/** A text of the source, trimmed; numbers are accepted as texts. Undefined when there is none or it is empty. */
export function toText(value: unknown): string | undefined {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  return (typeof value === "string" && value.trim()) || undefined;
}

// Names become parts of addresses, which take no longer ones (toPath).
const MAX_NAME_LENGTH = 400;

/** A name that is the source's key for a thing: its casing is kept. */
export function toName(value: unknown): string | undefined {
  const name = toText(value);
  return name !== undefined && name.length <= MAX_NAME_LENGTH ? name : undefined;
}

/** A boolean of the source, written as one or as a text. */
export function toFlag(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  const word = toWord(value);
  return word === "true" || word === "false" ? word === "true" : undefined;
}

/** An enum value in the one spelling we compare: lower case, without separators (`TimedOut`, `timed_out` → `timedout`). */
export function toWord(value: unknown): string | undefined {
  return (
    toText(value)
      ?.toLowerCase()
      .replaceAll(/[\s_-]/g, "") || undefined
  );
}

const DECIMAL = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A number of the source, which also writes numbers as texts (reference 2.4); undefined for anything else. */
export function toNumber(value: unknown): number | undefined {
  const number = typeof value === "string" && DECIMAL.test(value.trim()) ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** .NET's last moment, which stands for "not yet" as its first does: taken for a time, nothing would ever be newer than it. */
const FOREVER = /^9999-/;

/** Undefined when it is none. */
export function toTime(value: unknown): Instant | undefined {
  const instant = parseInstant(value);
  return instant && !FOREVER.test(instant) ? instant : undefined;
}

/** The value of a JSON text; undefined when it is none (JSON has no undefined). A byte order mark is skipped. */
export function parseAnswerJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}
