/**
 * A page of the items of an entity. The file plans the question to the source, asks it, counts where the caller wants a
 * count, and decides where the next page begins. Which options an entity supports is in options.ts; links to pages are
 * made in `http`.
 */
import { defined } from "../model/defined";
import { type Entity, type EntityRow, type RowsPage, type RowsQuery } from "../model/entity";
import { type SourceFailure, isHidden } from "../model/sourceAnswer";
import { type FieldProblem } from "../validation/guard";
import { type EntityDeps, type EntityMissing, type EntityRequest, findEntity } from "./entities";
import { type ItemOptions, type ItemsCursor, checkOptions, firstCursor, toRefusal, walkOn } from "./options";
import { type DataPorts } from "./ports";

export type RowsDeps = EntityDeps & Pick<DataPorts, "listRows">;

export type ListItemsDeps = RowsDeps & Pick<DataPorts, "getEntitySize">;

export interface ItemsRequest extends EntityRequest {
  readonly options: ItemOptions;
  /** The cursor of this page; absent for the first one. */
  readonly cursor?: ItemsCursor;
}

export type NoItems = EntityMissing | { readonly outcome: "refused"; readonly problems: readonly FieldProblem[] };

export type ItemsResult =
  | {
      readonly outcome: "found";
      readonly items: readonly EntityRow[];
      readonly count?: number;
      readonly next?: ItemsCursor;
    }
  | NoItems;

const LOOP: SourceFailure = { kind: "malformed", message: "the source's pages link to each other in a circle" };

/**
 * Reads a page of an entity's items. It costs one call to the source, and one more for a count that the source leaves
 * out.
 */
export async function listItems(request: ItemsRequest, deps: ListItemsDeps): Promise<ItemsResult> {
  const { instanceId, options, cursor } = request;
  const found = await findEntity(request, deps);
  if (found.outcome !== "found") return found;
  const { entity } = found;
  const problems = checkOptions(options, entity);
  if (problems.length > 0) return { outcome: "refused", problems };
  const from = cursor ?? firstCursor(options);
  const asked = planRows(options, from);
  const answer = await deps.listRows({ instanceId, entity: entity.name, ...asked });
  if (!answer.ok) return toNoItems(answer.failure, request);
  const { link } = answer.value;
  const walk = link && walkOn(from.walk, link);
  if (link && !walk) return { outcome: "source-failed", failure: LOOP };
  const counted = await countItems(answer.value, { entity, request }, deps);
  if ("outcome" in counted) return counted;
  const { rows: items, next } = cutPage(answer.value, from);
  return { outcome: "found", items, ...counted, ...defined({ next: next && { ...next, ...defined({ walk }) } }) };
}

/** The largest `$top` that is passed on; a larger number of rows is read in pages of the source's own size. */
const MAX_CONCURRENT = 5_000;

/**
 * Plans the question to the source for the page at a cursor. `$top` is passed on in full or not at all: with a smaller
 * `$top`, a source that links its pages would end the list too early. Where no row is wanted, one is asked for: it is
 * not known whether CI takes 0.
 */
export function planRows(options: ItemOptions, { after, left }: ItemsCursor): RowsQuery {
  const { $top: _top, $skip: _skip, ...others } = options;
  if ("link" in after) return { options: others, link: after.link };
  return {
    options: {
      ...others,
      ...(left !== undefined && left <= MAX_CONCURRENT && { $top: String(Math.max(left, 1)) }),
      ...(after.skip > 0 && { $skip: String(after.skip) }),
    },
  };
}

function toNoItems(failure: SourceFailure, { options, cursor }: ItemsRequest): NoItems {
  // The entity was found by its metadata, but has no rows to read: it was never filled.
  if (isHidden(failure)) return { outcome: "unknown-entity" };
  const refusal = toRefusal(failure, options, cursor);
  return refusal ? { outcome: "refused", problems: [refusal] } : { outcome: "source-failed", failure };
}

interface Counting {
  readonly entity: Entity;
  readonly request: ItemsRequest;
}

/** The count that the caller wants: the source's, or the size of the entity when no option leaves rows out. */
async function countItems(
  { count }: RowsPage,
  { entity, request: { instanceId, options, cursor } }: Counting,
  { getEntitySize }: ListItemsDeps,
): Promise<{ readonly count?: number } | NoItems> {
  if (options.$count !== "true") return {};
  if (count !== undefined) return { count };
  if (cursor) return {};
  const size =
    options.$filter === undefined && options.$search === undefined
      ? await getEntitySize(instanceId, entity.name)
      : undefined;
  if (size?.ok) return { count: size.value };
  if (size && !isHidden(size.failure)) return { outcome: "source-failed", failure: size.failure };
  const message = "is not possible here: Customer Insights does not count these items";
  return { outcome: "refused", problems: [{ target: "$count", message }] };
}

interface CutPage {
  readonly rows: readonly EntityRow[];
  /** Absent when the list ends here. */
  readonly next?: ItemsCursor;
}

/**
 * The rows of a page that the caller gets, and the cursor of the next page (docs/customer-insights.md A22, A23). The
 * list goes on at the source's link. Without a link it goes on after the rows that came: a short page may be one that
 * the source cut, so only an empty page is the end.
 */
export function cutPage(page: RowsPage, { after, left = Infinity }: ItemsCursor): CutPage {
  const rows = page.rows.slice(0, left);
  const next = rows.length === left ? undefined : cursorAfter(page, after);
  if (!next) return { rows };
  return { rows, next: { after: next, ...(left !== Infinity && { left: left - rows.length }) } };
}

function cursorAfter({ rows, link }: RowsPage, after: ItemsCursor["after"]): ItemsCursor["after"] | undefined {
  if (link) return { link };
  // A source that linked its pages so far, and sends no link now, has no further page.
  return rows.length === 0 || "link" in after ? undefined : { skip: after.skip + rows.length };
}
