/**
 * Lists that CI gives in pages: a list whose answer links to a next page is read to its end, within bounds. Any list of
 * the API may do so, though none is documented to. The rows of an entity are read page by page by callers (rows.ts).
 */

import { type SourceFailure } from "../model/sourceAnswer";
import { isObject } from "./answer/values";
import { linkOf, toRowsLink } from "./rows";
import { type JsonAnswer, type PathParts } from "./transport/jsonRequest";

/** How an operation's list comes. */
export interface ListForm {
  /** The names of the property that may hold the items, beside `value`. */
  readonly names?: readonly string[];
  /** The number of items after which no further page is read. */
  readonly enough?: number;
}

/** The most pages of one list. An environment has up to 1,000 segments and measures; a page has 100 rows or more. */
const MAX_PAGES = 50;

/** The most characters of all pages together, as many as one answer may have. */
const MAX_LENGTH = 20 * 1024 * 1024;

/**
 * Asks for a list, and for its next pages on the same path. An answer that links to no further page is returned as it
 * is; the pages of one that does become one bare list. Links in a circle, links elsewhere and lists without an end are
 * `malformed`, so that no list counts as read that was not.
 */
export async function getWholeList(
  parts: PathParts,
  form: ListForm,
  get: (parts: PathParts) => Promise<JsonAnswer>,
): Promise<JsonAnswer> {
  const first = await get(parts);
  if (!first.ok || linkOf(first.json) === undefined) return first;
  const list: PagedList = { items: [], seen: new Set(), length: 0 };
  for (let page = first; ;) {
    const next = addPage(list, page.json, { parts, form });
    if (next === "end") return { ...first, json: list.items };
    if ("problem" in next) return malformed(page.status, next.problem);
    const answer = await get(next);
    if (!answer.ok) return { ok: false, failure: ofLaterPage(answer.failure) };
    page = answer;
  }
}

interface PagedList {
  readonly items: unknown[];
  /** The queries of the links that were followed. */
  readonly seen: Set<string>;
  /** The characters of all pages so far. */
  length: number;
}

/** Adds the items of a page, and returns what to ask for next, or why the list cannot be read to its end. */
function addPage(
  list: PagedList,
  json: unknown,
  { parts, form }: { readonly parts: PathParts; readonly form: ListForm },
): PathParts | "end" | { readonly problem: string } {
  const items = itemsOf(json, form);
  if (!items) return { problem: "a page of the list holds no items" };
  for (const item of items) list.items.push(item);
  list.length += JSON.stringify(json).length;
  const link = linkOf(json);
  if (link === undefined || list.items.length >= (form.enough ?? Infinity)) return "end";
  if (list.seen.size + 1 >= MAX_PAGES || list.length > MAX_LENGTH) return { problem: "the list has no end" };
  return followLink(link, parts, list.seen);
}

function followLink(
  link: unknown,
  { path, query = {} }: PathParts,
  seen: Set<string>,
): PathParts | { readonly problem: string } {
  const next = toRowsLink(link, { path, options: query });
  if (next === "unusable") return { problem: "the list goes on elsewhere" };
  if (seen.has(next.rest)) return { problem: "the list links to a page that it came from" };
  seen.add(next.rest);
  const kept = Object.entries(query).filter(([name]) => next.kept.includes(name));
  return { path, query: Object.fromEntries(kept), rest: next.rest };
}

/**
 * The items of an answer: a bare list, or the list in `value` or another property. A page that has a link and no such
 * property holds none. Undefined when the answer holds no list.
 */
export function itemsOf(json: unknown, { names = [] }: ListForm): readonly unknown[] | undefined {
  if (Array.isArray(json)) return json as readonly unknown[];
  if (!isObject(json)) return undefined;
  const properties = Object.entries(json).map(([name, value]) => [name.toLowerCase(), value] as const);
  const known = ["value", ...names].map((name) => properties.find(([each]) => each === name.toLowerCase()));
  const holder = known.find((each) => each !== undefined) ?? properties.find(([, value]) => Array.isArray(value));
  if (!holder) return linkOf(json) === undefined ? undefined : [];
  return Array.isArray(holder[1]) ? (holder[1] as readonly unknown[]) : undefined;
}

function malformed(status: number, reason: string): JsonAnswer {
  return {
    ok: false,
    failure: { kind: "malformed", status, message: `the source's list cannot be read to its end: ${reason}` },
  };
}

/** A next page that is not there does not mean that the list is elsewhere, or gone. */
function ofLaterPage(failure: SourceFailure): SourceFailure {
  return failure.kind === "not-found" ? { ...failure, kind: "malformed" } : failure;
}
