import { defined } from "../model/defined";
import { type RowsLink, type RowsPage } from "../model/entity";
import { type SourceAnswer } from "../model/sourceAnswer";
import { type RowsRequest } from "../model/sourceReads";
import { field, isObject, toNumber } from "./answer/values";
import { type ReadSource } from "./readSource";

/** A page of an entity's rows. A link to the next one is only ever asked on this same path: of it, only the query counts. */
export async function listRows(
  { instanceId, entity, options, link }: RowsRequest,
  read: ReadSource,
): Promise<SourceAnswer<RowsPage>> {
  const path = ["instances", instanceId, "data", entity];
  const kept = Object.entries(options).filter(([name]) => !link || link.kept.includes(name));
  return read({
    operation: "listRows",
    instanceId,
    path,
    query: Object.fromEntries(kept),
    ...(link && { rest: link.rest }),
    toValue: (json, note) => {
      const rows = toRows(isObject(json) ? field(json, "value") : json);
      if (!rows) return undefined;
      const seen = field(json, "@odata.nextLink");
      const next = seen === undefined ? undefined : toRowsLink(seen, { path, options });
      if (next === "unusable") {
        note("@odata.nextLink", seen);
        return undefined;
      }
      const count = toNumber(field(json, "@odata.count"));
      return { rows, ...defined({ count, link: next }) };
    },
  });
}

/** Only when every one of them is a row: one that is passed over would make the next page begin at a wrong place. */
function toRows(seen: unknown): RowsPage["rows"] | undefined {
  const list: readonly unknown[] | undefined = Array.isArray(seen) ? seen : undefined;
  return list?.every(isObject) ? list.map((row) => withoutAnnotations(row)) : undefined;
}

function withoutAnnotations(row: Record<string, unknown>): Record<string, unknown> {
  const names = Object.keys(row);
  if (!names.some((name) => name.includes("@odata."))) return row;
  return Object.fromEntries(Object.entries(row).filter(([name]) => !name.includes("@odata.")));
}

const MAX_LENGTH = 2_000;

/** Ours to send, or of another kind of answer; a link must not bring them in. */
const NEVER = ["subscription-key", "proxy"];

/** They change from page to page. */
const NEVER_KEPT = ["$top", "$skip"];

/** Only its path and query are looked at: no link names a host that we would call. */
const NO_HOST = "http://source.invalid";

interface Asked {
  /** Segments below the base address. */
  readonly path: readonly string[];
  readonly options: Readonly<Record<string, string>>;
}

/**
 * What an `@odata.nextLink` asks, absolute or relative, in terms of what was asked. `unusable` when it leads to anything but
 * the same rows, asks nothing new, or is too long to be handed to a caller.
 */
export function toRowsLink(seen: unknown, { path, options }: Asked): RowsLink | "unusable" {
  const here = `${NO_HOST}/${path.map(encodeURIComponent).join("/")}`;
  if (typeof seen !== "string" || !URL.canParse(seen, here)) return "unusable";
  const { pathname, search } = new URL(seen, here);
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

/** Whatever stands before: a gateway's own prefix, or that of what lies behind it. */
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
