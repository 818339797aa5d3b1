/** The OData options of a read, and the token of its next page. */
import { type Expression, parseFilter } from "./filter";
import { QueryError, type Table } from "./table";

export interface QueryOptions {
  readonly filter: Expression | undefined;
  readonly search: string | undefined;
  readonly order: readonly { readonly column: string; readonly descending: boolean }[];
  /** undefined selects all columns. */
  readonly select: readonly string[] | undefined;
  readonly expand: readonly string[];
  readonly skip: number;
  readonly top: number | undefined;
  readonly count: boolean;
}

/**
 * Reads the OData options of a read. Throws a `QueryError` for what is malformed and for what the source is known to
 * refuse.
 */
export function readQuery(query: URLSearchParams, table: Table): QueryOptions {
  refuseCombinations(query, table);
  const filter = query.get("$filter");
  const token = query.get("$skiptoken");
  const paging = token === null ? undefined : readSkipToken(token);
  return {
    filter: filter ? parseFilter(filter, table) : undefined,
    search: query.get("$search")?.replace(/^"(.*)"$/, "$1") || undefined,
    order: readList(query, "$orderby").map((item) => readOrder(item, table)),
    select: readSelect(query, table),
    expand: readList(query, "$expand").map((name) => readExpand(name, table)),
    skip: paging?.skip ?? readCount(query, "$skip") ?? 0,
    top: paging ? paging.top : readCount(query, "$top"),
    count: query.get("$count")?.toLowerCase() === "true",
  };
}

function refuseCombinations(query: URLSearchParams, table: Table): void {
  if (query.get("$filter") && table.source)
    throw new QueryError(400, "$filter", `$filter is not supported on the ingested table '${table.qualifiedName}'.`);
  if (query.get("$search") && !table.isSearchable)
    throw new QueryError(400, "$search", `'${table.qualifiedName}' has no search index.`);
  if (!query.get("$expand")) return;
  if (query.get("$search")) throw new QueryError(400, "$expand", "$expand cannot be used with $search.");
  const select = query.get("$select");
  if (select && select !== "*") throw new QueryError(400, "$expand", "$expand cannot be used with a partial $select.");
}

/** The start of the next page, and the rows of the caller's `$top` that are left. */
export interface SkipToken {
  readonly skip: number;
  readonly top: number | undefined;
}

function readSkipToken(token: string): SkipToken {
  try {
    const [skip, top] = JSON.parse(Buffer.from(token, "base64url").toString("utf8")) as [unknown, unknown];
    if (Number.isInteger(skip) && (top === null || Number.isInteger(top)))
      return { skip: Number(skip), top: top === null ? undefined : Number(top) };
  } catch {
    // Told below, as for any other token that is not ours.
  }
  throw new QueryError(400, "$skiptoken", "The continuation token is not valid.");
}

function readList(query: URLSearchParams, name: string): string[] {
  return (query.get(name) ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter(Boolean);
}

function readOrder(item: string, table: Table) {
  const [name = "", direction = "asc", ...rest] = item.split(/\s+/);
  if (rest.length > 0 || !/^(asc|desc)$/i.test(direction))
    throw new QueryError(400, "$orderby", `Syntax error in '${item}'.`);
  return { column: findColumn(name, table, "$orderby"), descending: direction.toLowerCase() === "desc" };
}

function findColumn(name: string, table: Table, option: string): string {
  const column = table.columns.find((known) => known.toLowerCase() === name.toLowerCase());
  if (column !== undefined) return column;
  throw new QueryError(400, option, `Could not find a property named '${name}' on type '${table.qualifiedName}'.`);
}

function readSelect(query: URLSearchParams, table: Table): readonly string[] | undefined {
  const columns = readList(query, "$select");
  return columns.length === 0 || columns.includes("*")
    ? undefined
    : columns.map((name) => findColumn(name, table, "$select"));
}

const EXPANDABLE = ["UnifiedActivity", "Customer_Measure"];

function readExpand(name: string, table: Table): string {
  const found = EXPANDABLE.find((known) => known.toLowerCase() === name.toLowerCase());
  if (found === undefined || table.name !== "Customer")
    throw new QueryError(400, "$expand", `'${name}' of '${table.qualifiedName}' cannot be expanded.`);
  return found;
}

function readCount(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new QueryError(400, name, `Invalid value '${text}' for ${name} query option found.`);
}

export function makeSkipToken({ skip, top }: SkipToken): string {
  return Buffer.from(JSON.stringify([skip, top ?? null])).toString("base64url");
}
