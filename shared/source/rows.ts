/**
 * The rows of an entity, page by page, and the links between pages.
 */

import { defined } from "../model/defined";
import { type RowsLink, type RowsPage } from "../model/entity";
import { type SourceReads } from "../model/sourceReads";
import { type Note } from "./answer/objectReader";
import { field, isObject, toNumber } from "./answer/values";
import { type ReadSource } from "./readSource";
import { toPath } from "./transport/jsonRequest";

export function rowReads(read: ReadSource): Pick<SourceReads, "listRows"> {
  return {
    /**
     * A link to the next page is asked on this same path: only its query is used, so that no answer can send a call
     * elsewhere.
     */
    listRows: async ({ instanceId, entity, options, link }) => {
      const path = ["instances", instanceId, "data", entity];
      const kept = Object.entries(options).filter(([name]) => !link || link.kept.includes(name));
      return read({
        operation: "listRows",
        instanceId,
        path,
        query: Object.fromEntries(kept),
        ...defined({ rest: link?.rest }),
        toValue: (json, note) => toPage(json, { path, options }, note),
      });
    },
  };
}

/** A success without a body (204) has no rows. */
function toPage(json: unknown, asked: Asked, note: Note): RowsPage | undefined {
  if (json === undefined) return { rows: [] };
  const rows = toRows(isObject(json) ? field(json, "value") : json);
  if (!rows) return undefined;
  const nextLink = linkOf(json);
  const link = nextLink === undefined ? undefined : toRowsLink(nextLink, asked);
  if (link === "unusable") {
    note("@odata.nextLink", nextLink);
    return undefined;
  }
  const count = toNumber(field(json, "@odata.count"));
  return { rows, ...defined({ count, link }) };
}

/** The link to the next page; undefined when there is none, or its text is empty. */
export function linkOf(json: unknown): unknown {
  const links = ["@odata.nextLink", "odata.nextLink", "nextLink"].map((name) => field(json, name));
  return links.find((link) => link !== undefined && !(typeof link === "string" && link.trim() === ""));
}

/** The rows, if every item is one: a skipped item would make the next page begin at a wrong row. */
function toRows(value: unknown): RowsPage["rows"] | undefined {
  const list: readonly unknown[] | undefined = Array.isArray(value) ? value : undefined;
  return list?.every(isObject) ? list.map((row) => withoutAnnotations(row)) : undefined;
}

function withoutAnnotations(row: Record<string, unknown>): Record<string, unknown> {
  const names = Object.keys(row);
  if (!names.some((name) => name.includes("@odata."))) return row;
  return Object.fromEntries(Object.entries(row).filter(([name]) => !name.includes("@odata.")));
}

const MAX_LENGTH = 2_000;

/** A longer link is not looked at: ours are shorter, with all options that a caller can give. */
const MAX_LINK_LENGTH = 16_384;

/** Parameters that a link must not set: they are ours to send, or ask for another kind of answer. */
const NEVER = ["subscription-key", "proxy"];

/** Parameters that change from page to page. */
const NEVER_KEPT = ["$top", "$skip"];

/** A base for relative links. Only path and query of a link are used, so this host is never called. */
const NO_HOST = "http://source.invalid";

interface Asked {
  /** Segments of the path below the base address. */
  readonly path: readonly string[];
  readonly options: Readonly<Record<string, string>>;
}

/**
 * Translates an `@odata.nextLink`, absolute or relative, into the options that it keeps and the rest of its query.
 * `unusable` when it leads to anything but the same rows, asks nothing new, or is too long for a caller.
 */
export function toRowsLink(link: unknown, { path, options }: Asked): RowsLink | "unusable" {
  const here = toPath({ path });
  if (here === undefined || typeof link !== "string" || link.length > MAX_LINK_LENGTH) return "unusable";
  if (!URL.canParse(link, NO_HOST + here)) return "unusable";
  const { pathname, search } = new URL(link, NO_HOST + here);
  if (!isSamePath(pathname, path)) return "unusable";
  const parts = search
    .slice(1)
    .split("&")
    .filter((part) => part !== "" && !NEVER.includes(nameOf(part)));
  const kept = Object.keys(options).filter(
    (name) => !NEVER_KEPT.includes(name) && parts.some((part) => isOption(part, name, options[name])),
  );
  const rest = parts.filter((part) => !kept.some((name) => isOption(part, name, options[name]))).join("&");
  return rest === "" || rest.length > MAX_LENGTH ? "unusable" : { kept, rest };
}

/** True if the address ends in our path: a gateway may put a prefix of its own before it. */
function isSamePath(pathname: string, path: readonly string[]): boolean {
  const segments = pathname.split("/").slice(-path.length).map(decode);
  return (
    segments.length === path.length && segments.every((each, at) => each.toLowerCase() === path[at]?.toLowerCase())
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function nameOf(part: string): string {
  return decode(part.split("=")[0] ?? "").toLowerCase();
}

function isOption(part: string, name: string, value: string | undefined): boolean {
  return nameOf(part) === name && decode(part.slice(part.indexOf("=") + 1).replaceAll("+", " ")) === value;
}
