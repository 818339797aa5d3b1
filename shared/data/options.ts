/**
 * The options of items (`$top`, `$filter`, …): their names, what an entity is known not to support, and what the
 * source's refusal means for the caller. The form of each single option is checked before, in
 * http/routes/itemOptions.ts; docs/guides/read-data.md shows them to callers.
 */
import { createHash } from "node:crypto";
import { defined } from "../model/defined";
import { type Entity, type RowsLink } from "../model/entity";
import { type SourceFailure } from "../model/sourceAnswer";
import { type FieldProblem } from "../validation/guard";

export const SINGLE_ITEM_OPTIONS = ["$select", "$expand"] as const;

export const LIST_OPTIONS = [
  "$top",
  "$skip",
  "$filter",
  "$select",
  "$orderby",
  "$search",
  "$expand",
  "$count",
] as const;

export type OptionName = (typeof LIST_OPTIONS)[number];

/** The options that a caller gave, each well-formed by itself. Lists are comma-separated without blanks. */
export type ItemOptions = Readonly<Partial<Record<OptionName, string>>>;

/**
 * The options that the source is known not to support for an entity (docs/customer-insights.md), in words for the maker
 * of a flow. An option that is not known to fail is left to the source.
 */
export function checkOptions(options: ItemOptions, entity: Entity): FieldProblem[] {
  return [
    ...checkFilter(options, entity),
    ...checkSearch(options, entity),
    ...checkExpand(options, entity),
    ...checkColumns("$select", namesIn(options.$select), entity),
    ...checkColumns(
      "$orderby",
      namesIn(options.$orderby).map((each) => each.split(" ")[0] ?? ""),
      entity,
    ),
  ];
}

function checkFilter({ $filter }: ItemOptions, { name, isIngested }: Entity): FieldProblem[] {
  if ($filter === undefined || !isIngested) return [];
  const message = `is not possible on '${name}': it was ingested from a data source, and Customer Insights filters only entities that it made itself, such as Customer`;
  return [{ target: "$filter", message }];
}

function checkSearch({ $search }: ItemOptions, { name, attributes }: Entity): FieldProblem[] {
  const known = attributes.filter(({ isSearchable }) => isSearchable !== undefined);
  if ($search === undefined || known.length === 0 || known.some(({ isSearchable }) => isSearchable)) return [];
  return [{ target: "$search", message: `is not possible on '${name}': none of its columns is indexed for search` }];
}

function checkExpand({ $expand, $search, $select }: ItemOptions, { name, kind }: Entity): FieldProblem[] {
  if ($expand === undefined) return [];
  const reasons = [
    ...(kind === "enrichment" ? [`on '${name}', which is an enrichment`] : []),
    ...($search === undefined ? [] : ["together with $search"]),
    ...($select === undefined || namesIn($select).includes("*") ? [] : ["together with $select"]),
  ];
  return reasons.map((reason) => ({ target: "$expand", message: `is not possible ${reason}` }));
}

/** The names in a comma-separated option; none when the option is absent. */
export function namesIn(option: string | undefined): readonly string[] {
  return option === undefined ? [] : option.split(",");
}

function checkColumns(target: string, names: readonly string[], { name, attributes }: Entity): FieldProblem[] {
  if (names.length === 0 || attributes.length === 0) return [];
  const columns = new Set(attributes.map((attribute) => attribute.name.toLowerCase()));
  const unknown = names.filter((each) => each !== "*" && !columns.has(each.toLowerCase()));
  if (unknown.length === 0) return [];
  const listed = unknown.slice(0, 5).map((each) => `'${each.slice(0, 100)}'`);
  return [{ target, message: `names no column of '${name}': ${listed.join(", ")}` }];
}

/** The point where a list goes on: after a number of rows, or at a link of the source. */
export interface ItemsCursor {
  readonly after: { readonly skip: number } | { readonly link: RowsLink };
  /** The number of rows that the caller's `$top` still allows; absent without `$top`. */
  readonly left?: number;
  /** The links followed so far; absent when there was none. */
  readonly walk?: LinkWalk;
}

/** What a cursor remembers of the links before it, to find a circle: their number, and a hash of one of them. */
export interface LinkWalk {
  readonly links: number;
  readonly mark: string;
}

/**
 * The walk with one more link; undefined when the links run in a circle. The marked link is renewed after 1, 2, 4, 8…
 * links (Brent's algorithm), so that any circle is found within three times its length and the way to it.
 */
export function walkOn(walk: LinkWalk | undefined, link: RowsLink): LinkWalk | undefined {
  const name = createHash("sha256").update(JSON.stringify(link)).digest("base64url").slice(0, 16);
  if (walk?.mark === name) return undefined;
  const links = (walk?.links ?? 0) + 1;
  return { links, mark: walk && !Number.isInteger(Math.log2(links)) ? walk.mark : name };
}

/** The option that the source refuses, and why. Undefined when the read failed for another reason. */
export function toRefusal(
  { kind, message, said = message, target = "" }: SourceFailure,
  options: ItemOptions,
  cursor: ItemsCursor | undefined,
): FieldProblem | undefined {
  if (kind !== "rejected") return undefined;
  if (cursor) {
    return { target: "$skiptoken", message: `is not taken by Customer Insights any more: ${said}; read the list anew` };
  }
  return {
    target: findOption(target, options) ?? findOption(said, options) ?? onlyOne(options),
    message: `is not accepted by Customer Insights: ${said}`,
  };
}

function findOption(words: string, options: ItemOptions): string | undefined {
  return Object.keys(options).find((name) => words.toLowerCase().includes(name));
}

/** The source named no option. If only one was given, that one is blamed. */
function onlyOne(options: ItemOptions): string {
  const [first = "query", ...others] = Object.keys(options);
  return others.length === 0 ? first : "query";
}

/** The cursor of the first page. */
export function firstCursor({ $top, $skip = "0" }: ItemOptions): ItemsCursor {
  return { after: { skip: Number($skip) }, ...defined({ left: $top === undefined ? undefined : Number($top) }) };
}
