/**
 * Reading an answer of CI tolerantly, item by item. Names come in any casing and values in several forms; a value that
 * cannot be used is noted and skipped, and never fails the whole answer. `values.ts` has the single values.
 */

import { type Instant } from "../../model/instant";
import { type Unusable } from "../../model/sourceAnswer";
import { shorten } from "../../model/text";
import { type WorkflowStatus } from "../../model/workflow";
import { field, isObject, toFlag, toId, toName, toNumber, toText, toTime, toWord } from "./values";

/** Notes that the value at `what`, a path in the answer such as `jobs[3].jobStatus`, could not be used. */
export type Note = (what: string, value: unknown) => void;

/**
 * Reads the properties of one item of an answer. A value that is present and cannot be used is noted under the item's
 * path.
 */
export interface ObjectReader {
  text(name: string): string | undefined;
  id(name: string): string | undefined;
  ids(name: string): string[];
  /** Notes its absence too, because the item is skipped then. */
  requiredId(name: string): string | undefined;
  /** Notes its absence too, because the item is skipped then. */
  requiredName(name: string): string | undefined;
  /** Notes its absence too, because the item is skipped then. */
  requiredWord(name: string): string | undefined;
  /** An enum value in lower case, empty when there is none; an unknown one is noted and kept. */
  word(name: string, known: readonly string[]): string;
  status(name: string): WorkflowStatus;
  instant(name: string): Instant | undefined;
  number(name: string): number | undefined;
  flag(name: string): boolean | undefined;
}

export function readObject(holder: unknown, path: string, note: Note): ObjectReader {
  /** The value that `read` makes of a property, noted when `read` makes nothing of it. */
  function required<T>(name: string, read: (value: unknown) => T | undefined): T | undefined {
    const value = field(holder, name);
    const parsed = read(value);
    if (parsed === undefined) note(`${path}.${name}`, value);
    return parsed;
  }
  /** The same for a property that may be absent. */
  function optional<T>(name: string, read: (value: unknown) => T | undefined): T | undefined {
    return field(holder, name) === undefined ? undefined : required(name, read);
  }
  return {
    text: (name) => shortened(toText(field(holder, name))),
    id: (name) => optional(name, toId),
    ids: (name) => toIds(field(holder, name), `${path}.${name}`, note),
    requiredId: (name) => required(name, toId),
    requiredName: (name) => required(name, toName),
    requiredWord: (name) => required(name, toWord),
    word: (name, known) => {
      const word = toWord(field(holder, name)) ?? "";
      if (word !== "" && !known.includes(word)) note(`${path}.${name}`, word);
      return word;
    },
    status: (name) => required(name, toStatus) ?? "unknown",
    instant: (name) => readInstant(field(holder, name), `${path}.${name}`, note),
    number: (name) => optional(name, toNumber),
    flag: (name) => optional(name, toFlag),
  };
}

/**
 * The longest text of an answer that is kept, in UTF-16 units. Texts become parts of events, of which 30 are one
 * transaction: with this many units, of at most 13 bytes each when a parser must not see them, it stays under the 4 MiB
 * that storage takes.
 */
const MAX_TEXT_LENGTH = 1_000;

function shortened(text: string | undefined): string | undefined {
  return text === undefined ? undefined : shorten(text, MAX_TEXT_LENGTH);
}

function toIds(value: unknown, path: string, note: Note): string[] {
  if (value === undefined) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const ids = list.map(toId).filter((id) => id !== undefined);
  if (ids.length < list.length) note(path, value);
  return ids;
}

const STATUSES: readonly WorkflowStatus[] = [
  "queued",
  "needsupdate",
  "running",
  "failed",
  "timedout",
  "aborted",
  "deleted",
  "successful",
  "skipped",
];

/** The status of a job, task or node; undefined when it is absent or not one that the contract lists (A2). */
export function toStatus(value: unknown): WorkflowStatus | undefined {
  const word = toWord(value);
  return STATUSES.find((status) => status === word);
}

/** The source writes "never" as a year before 1970, or as the last one (A12): no date, and nothing to note. */
const NEVER = /^\s*(?:$|0\d{3}-|1[0-8]\d\d-|19[0-6]\d-|9999-)/;

/** A time of an answer, undefined when there is none; a value that is neither a time nor "never" is noted. */
export function readInstant(value: unknown, path: string, note: Note): Instant | undefined {
  const instant = toTime(value);
  const isNone = value === undefined || (typeof value === "string" && NEVER.test(value));
  if (!instant && !isNone) note(path, value);
  return instant;
}

export interface Notes {
  readonly note: Note;
  /** The notes, at most `MAX_NOTES` and one more that counts the others. */
  readonly unusable: () => readonly Unusable[];
}

/** A wholly changed answer would otherwise note every property of every item. */
const MAX_NOTES = 50;

export function createNotes(): Notes {
  const kept: Unusable[] = [];
  let others = 0;
  return {
    note: (what, value) => {
      if (kept.length < MAX_NOTES) kept.push({ what, seen: describeValue(value) });
      else others += 1;
    },
    unusable: () => (others === 0 ? kept : [...kept, { what: "others", seen: `${others} more` }]),
  };
}

const PLAIN = /^[\w.:+-]{1,40}$/;

/**
 * Describes a value of an answer in at most 42 characters. Only single plain words are repeated (an enum value, an id,
 * a date): anything longer may be customer data and is described by its size.
 */
export function describeValue(value: unknown): string {
  if (value === undefined || value === null) return "absent";
  if (Array.isArray(value)) return `list of ${value.length}`;
  if (typeof value === "string") return PLAIN.test(value) ? `"${value}"` : `text of ${value.length} characters`;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "object";
}

/** The usable items of the list in property `name`; none, and noted, when the property is present and no list. */
export function readItems<T>(
  holder: unknown,
  name: string,
  { path, note, toItem }: Parameters<typeof toItems<T>>[1],
): readonly T[] {
  const value = field(holder, name);
  const items = toItems(value ?? null, { path: `${path}.${name}`, note, toItem });
  if (!items) note(`${path}.${name}`, value);
  return items ?? [];
}

/** Parses the item at `path` in the answer; undefined (and noted) when it cannot be used. @internal */
export type ToItem<T> = (value: unknown, path: string, note: Note) => T | undefined;

interface Items<T> {
  readonly path: string;
  readonly note: Note;
  readonly toItem: ToItem<T>;
}

/**
 * The usable items of a list: a bare array, `{value: […]}`, or null for an empty one. Undefined when the value is no
 * list. A list that continues elsewhere is noted, because an item that it does not hold is not absent.
 */
export function toItems<T>(value: unknown, { path, note, toItem }: Items<T>): T[] | undefined {
  const list = toList(value);
  const next = field(value, "@odata.nextLink");
  if (next !== undefined) note(`${path}.@odata.nextLink`, next);
  return list?.map((item, index) => toItem(item, `${path}[${index}]`, note)).filter((item) => item !== undefined);
}

function toList(value: unknown): readonly unknown[] | undefined {
  if (!isObject(value)) return asList(value);
  const key = Object.keys(value).find((each) => each.toLowerCase() === "value");
  return key === undefined ? undefined : asList(value[key]);
}

function asList(value: unknown): readonly unknown[] | undefined {
  if (value === null) return [];
  return Array.isArray(value) ? (value as readonly unknown[]) : undefined;
}
