import { type RequestListener } from "node:http";
import { answer } from "../../source/withSource";

export interface TableRow {
  readonly Id: string;
  readonly Group: string;
  readonly Number: number;
}

/** A table and the way in which a source hands out its rows. */
export interface PagingStyle {
  readonly kind: "links" | "skip";
  /** Rows of its pages, one after the other and over again; a page that is linked to may also be empty. */
  readonly sizes: readonly number[];
  /** The form of its links: absolute on its own address or another, or relative. */
  readonly linkForm: "own" | "other" | "relative";
  /** Gives a `$top` more than its pages hold, or cuts that too. */
  readonly cutsTop: boolean;
}

const METADATA = {
  name: "Things",
  qualifiedEntityName: "Things",
  attributes: ["Id", "Group", "Number"].map((name) => ({ name })),
  keys: [[{ name: "Id" }]],
};

/** A source with one entity, whose rows it hands out in its own style. */
export function serveTable(rows: readonly TableRow[], style: PagingStyle): RequestListener {
  return (request, response) => {
    const url = new URL(request.url ?? "", `http://${request.headers.host}`);
    if (url.pathname.endsWith("/manage/entities/Things")) return answer(response, 200, METADATA);
    if (!/^\/v1\/instances\/[^/]+\/data\/Things$/.test(url.pathname)) return answer(response, 404, {});
    return answer(response, 200, readPage(rows, style, url));
  };
}

function readPage(rows: readonly TableRow[], style: PagingStyle, url: URL): object {
  const asked = url.searchParams;
  const found = select(rows, asked);
  const token = asked.get("$skiptoken");
  const [skip, top, page] = token ? readToken(token) : [Number(asked.get("$skip") ?? 0), readTop(asked), 0];
  const end = skip + Math.min(top, sizeOf(style, { skip, top, page }));
  const value = found.slice(skip, end);
  const isDone = end >= found.length || top <= end - skip;
  if (style.kind === "skip" || isDone) return { value };
  return { value, "@odata.nextLink": toLink(style, url, `${end},${top - (end - skip)},${page + 1}`) };
}

function select(rows: readonly TableRow[], asked: URLSearchParams): readonly TableRow[] {
  const [, group] = /^Group eq '(.*)'$/.exec(asked.get("$filter") ?? "") ?? [];
  const found = rows.filter(({ Group }) => group === undefined || Group === group);
  return asked.get("$orderby") === "Number desc" ? found.toSorted((a, b) => b.Number - a.Number) : found;
}

/** A source without links gives a row at least: an empty page of it is the end. */
function sizeOf(
  { kind, sizes, cutsTop }: PagingStyle,
  { skip, top, page }: Record<"skip" | "top" | "page", number>,
): number {
  if (!cutsTop && top !== Infinity) return top;
  const size = sizes[(kind === "skip" ? skip : page) % sizes.length] ?? 1;
  return kind === "skip" || page === 0 ? Math.max(1, size) : size;
}

function readTop(asked: URLSearchParams): number {
  return Number(asked.get("$top") ?? Infinity);
}

function readToken(token: string): [number, number, number] {
  const [skip, top, page] = token.split(",").map(Number);
  return [skip ?? 0, top ?? 0, page ?? 0];
}

function toLink({ linkForm }: PagingStyle, url: URL, token: string): string {
  const link = new URL(url);
  for (const name of url.searchParams.keys()) {
    if (["$top", "$skip", "$skiptoken"].includes(name)) link.searchParams.delete(name);
  }
  link.searchParams.set("$skiptoken", token);
  if (linkForm === "relative") return `Things${link.search}`;
  return linkForm === "own" ? link.href : link.href.replace(link.host, "somewhere.else.invalid");
}
