import { type Instant } from "../../model/instant";
import { type WorkflowStatus } from "../../model/workflow";
import { type Note } from "./createNotes";
import { field } from "./field";
import { readInstant } from "./readInstant";
import { toFlag } from "./toFlag";
import { toId } from "./toId";
import { toName } from "./toName";
import { toNumber } from "./toNumber";
import { toStatus } from "./toStatus";
import { toText } from "./toText";
import { toWord } from "./toWord";

/** The properties of one item of an answer; what is there and cannot be used is noted under the item's place. */
export interface ObjectReading {
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

export function readObject(holder: unknown, at: string, note: Note): ObjectReading {
  /** The value that `read` makes of a property; noted when `read` makes nothing of it. */
  function required<T>(name: string, read: (seen: unknown) => T | undefined): T | undefined {
    const seen = field(holder, name);
    const value = read(seen);
    if (value === undefined) note(`${at}.${name}`, seen);
    return value;
  }
  /** As `required`, but may be left out. */
  function optional<T>(name: string, read: (seen: unknown) => T | undefined): T | undefined {
    return field(holder, name) === undefined ? undefined : required(name, read);
  }
  return {
    text: (name) => toText(field(holder, name)),
    id: (name) => optional(name, toId),
    ids: (name) => toIds(field(holder, name), `${at}.${name}`, note),
    requiredId: (name) => required(name, toId),
    requiredName: (name) => required(name, toName),
    requiredWord: (name) => required(name, toWord),
    word: (name, known) => {
      const word = toWord(field(holder, name)) ?? "";
      if (word !== "" && !known.includes(word)) note(`${at}.${name}`, word);
      return word;
    },
    status: (name) => required(name, toStatus) ?? "unknown",
    instant: (name) => readInstant(field(holder, name), `${at}.${name}`, note),
    number: (name) => optional(name, toNumber),
    flag: (name) => optional(name, toFlag),
  };
}

function toIds(seen: unknown, at: string, note: Note): string[] {
  if (seen === undefined) return [];
  const list: readonly unknown[] = Array.isArray(seen) ? seen : [seen];
  const ids = list.map(toId).filter((id) => id !== undefined);
  if (ids.length < list.length) note(at, seen);
  return ids;
}
