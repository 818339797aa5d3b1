import { type Instant } from "../../model/instant";
import { type Unusable } from "../../model/sourceAnswer";
import { type WorkflowStatus } from "../../model/workflow";
import { field, isObject, toFlag, toId, toName, toNumber, toText, toTime, toWord } from "./values";

/** Notes that `what` (a place in the answer, such as `jobs[3].jobStatus`) could not be used. */
export type Note = (what: string, seen: unknown) => void;

/** The properties of one item of an answer; what is there and cannot be used is noted under the item's place. */
export interface ObjectReader {
  text(name: string): string | undefined;
  id(name: string): string | undefined;
  ids(name: string): string[];
  /** Notes its absence too: without it the item is passed over. */
  requiredId(name: string): string | undefined;
  /** Notes its absence too: without it the item is passed over. */
  requiredName(name: string): string | undefined;
  /** Notes its absence too: without it the item is passed over. */
  requiredWord(name: string): string | undefined;
  /** An enum value in lower case, empty when there is none; one that is not `known` is noted and kept. */
  word(name: string, known: readonly string[]): string;
  status(name: string): WorkflowStatus;
  instant(name: string): Instant | undefined;
  number(name: string): number | undefined;
  flag(name: string): boolean | undefined;
}

export function readObject(holder: unknown, path: string, note: Note): ObjectReader {
  /** The value that `read` makes of a property; noted when `read` makes nothing of it. */
  function required<T>(name: string, read: (seen: unknown) => T | undefined): T | undefined {
    const seen = field(holder, name);
    const value = read(seen);
    if (value === undefined) note(`${path}.${name}`, seen);
    return value;
  }
  /** As `required`, but may be left out. */
  function optional<T>(name: string, read: (seen: unknown) => T | undefined): T | undefined {
    return field(holder, name) === undefined ? undefined : required(name, read);
  }
  return {
    text: (name) => toText(field(holder, name)),
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

function toIds(seen: unknown, path: string, note: Note): string[] {
  if (seen === undefined) return [];
  const list: readonly unknown[] = Array.isArray(seen) ? seen : [seen];
  const ids = list.map(toId).filter((id) => id !== undefined);
  if (ids.length < list.length) note(path, seen);
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

/** State of a job, task or node; undefined when it is absent or not one that the contract lists (A2). */
export function toStatus(seen: unknown): WorkflowStatus | undefined {
  const word = toWord(seen);
  return STATUSES.find((status) => status === word);
}

// The source writes "never" as a year before 1970 (reference 2.4), or as the last: no date, and nothing to note.
const NEVER = /^\s*(?:$|0\d{3}-|1[0-8]\d\d-|19[0-6]\d-|9999-)/;

/** A time of an answer, undefined when there is none; a value that is neither a time nor "never" is noted. */
export function readInstant(seen: unknown, path: string, note: Note): Instant | undefined {
  const instant = toTime(seen);
  const isNone = seen === undefined || (typeof seen === "string" && NEVER.test(seen));
  if (!instant && !isNone) note(path, seen);
  return instant;
}

export interface Notes {
  readonly note: Note;
  /** What was noted, at most `MAX_NOTES` entries and one that counts the others. */
  readonly unusable: () => readonly Unusable[];
}

// A wholly changed answer would otherwise note every property of every item.
const MAX_NOTES = 50;

export function createNotes(): Notes {
  const kept: Unusable[] = [];
  let others = 0;
  return {
    note: (what, seen) => {
      if (kept.length < MAX_NOTES) kept.push({ what, seen: describeValue(seen) });
      else others += 1;
    },
    unusable: () => (others === 0 ? kept : [...kept, { what: "others", seen: `${others} more` }]),
  };
}

const PLAIN = /^[\w.:+-]{1,40}$/;

/**
 * What was seen in an answer, in at most 42 characters. Only single plain words are repeated (an enum value, an id, a
 * date): anything longer may be customer data and is described by its size.
 */
export function describeValue(value: unknown): string {
  if (value === undefined || value === null) return "absent";
  if (Array.isArray(value)) return `list of ${value.length}`;
  if (typeof value === "string") return PLAIN.test(value) ? `"${value}"` : `text of ${value.length} characters`;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "object";
}

/** The usable items of a property `name` that stands `at` a place; none, and noted, when it is there and no list. */
export function readItems<T>(
  holder: unknown,
  name: string,
  { path, note, toItem }: Parameters<typeof toItems<T>>[1],
): readonly T[] {
  const seen = field(holder, name);
  const items = toItems(seen ?? null, { path: `${path}.${name}`, note, toItem });
  if (!items) note(`${path}.${name}`, seen);
  return items ?? [];
}

/** Reads one item that stands `at` a place in the answer; undefined (and noted) when it cannot be used. @internal */
export type ToItem<T> = (seen: unknown, path: string, note: Note) => T | undefined;

interface Items<T> {
  readonly path: string;
  readonly note: Note;
  readonly toItem: ToItem<T>;
}

/**
 * The usable items of a list: a bare array, `{value: […]}`, or null for an empty one. Undefined when it is no list. A
 * list that says it goes on elsewhere is noted, because what is missing from it is not absent.
 */
export function toItems<T>(seen: unknown, { path, note, toItem }: Items<T>): T[] | undefined {
  const list = toList(seen);
  const next = field(seen, "@odata.nextLink");
  if (next !== undefined) note(`${path}.@odata.nextLink`, next);
  return list?.map((item, index) => toItem(item, `${path}[${index}]`, note)).filter((item) => item !== undefined);
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
