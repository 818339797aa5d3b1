import { defined } from "../model/defined";
import { type Entity, type EntityRow, type RowsPage, type RowsQuery } from "../model/entity";
import { type SourceAnswer, type SourceFailure, isHidden } from "../model/sourceAnswer";
import { type FieldProblem } from "../validation/guard";
import { type EntityDeps, type EntityMissing, type EntityRequest, findEntity } from "./entities";
import { type ItemOptions, type ItemsCursor, checkOptions, firstPlace, toRefusal } from "./options";

export interface RowsDeps extends EntityDeps {
  readonly listRows: (
    question: RowsQuery & { readonly instanceId: string; readonly entity: string },
  ) => Promise<SourceAnswer<RowsPage>>;
}

export interface ListItemsDeps extends RowsDeps {
  readonly getEntitySize: (instanceId: string, name: string) => Promise<SourceAnswer<number>>;
}

export interface ItemsRequest extends EntityRequest {
  readonly options: ItemOptions;
  /** Where to go on with the list; absent at its beginning. */
  readonly place?: ItemsCursor;
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

const LOOP: SourceFailure = { kind: "malformed", message: "the source's answer links to itself" };

/** A page of an entity's items: one call of the source, and two more where it does not count what should be counted. */
export async function listItems(request: ItemsRequest, deps: ListItemsDeps): Promise<ItemsResult> {
  const { instanceId, options, place } = request;
  const found = await findEntity(request, deps);
  if (found.outcome !== "found") return found;
  const { entity } = found;
  const problems = checkOptions(options, entity);
  if (problems.length > 0) return { outcome: "refused", problems };
  const from = place ?? firstPlace(options);
  const asked = planRows(options, from);
  const answer = await deps.listRows({ instanceId, entity: entity.name, ...asked });
  if (!answer.ok) return toNoItems(answer.failure, request);
  const { link } = answer.value;
  if (link && JSON.stringify(link) === JSON.stringify(asked.link)) return { outcome: "source-failed", failure: LOOP };
  const counted = await countItems(answer.value, { entity, request }, deps);
  if ("outcome" in counted) return counted;
  const { rows: items, next } = cutPage(answer.value, from);
  return { outcome: "found", items, ...counted, ...defined({ next }) };
}

/** More rows than that are not asked for at once, but page by page as the source likes. */
const MAX_CONCURRENT = 5_000;

/**
 * What to ask the source for a page. A `$top` goes to it whole or not at all: of a smaller one, a source that links its pages
 * would end the list too early.
 */
export function planRows(options: ItemOptions, { after, left }: ItemsCursor): RowsQuery {
  const { $top: _top, $skip: _skip, ...others } = options;
  if ("link" in after) return { options: others, link: after.link };
  return {
    options: {
      ...others,
      ...(left !== undefined && left <= MAX_CONCURRENT && { $top: String(left) }),
      ...(after.skip > 0 && { $skip: String(after.skip) }),
    },
  };
}

function toNoItems(failure: SourceFailure, { options, place }: ItemsRequest): NoItems {
  // Its metadata are there: an entity that was never filled has no rows to find.
  if (isHidden(failure)) return { outcome: "unknown-entity" };
  const refusal = toRefusal(failure, options, place);
  return refusal ? { outcome: "refused", problems: [refusal] } : { outcome: "source-failed", failure };
}

interface Counting {
  readonly entity: Entity;
  readonly request: ItemsRequest;
}

/** The count that was asked for: the source's, or where nothing is left out the size of the whole entity. */
async function countItems(
  { count }: RowsPage,
  { entity, request: { instanceId, options, place } }: Counting,
  { getEntitySize }: ListItemsDeps,
): Promise<{ readonly count?: number } | NoItems> {
  if (options.$count !== "true") return {};
  if (count !== undefined) return { count };
  if (place) return {};
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
 * The rows that the caller gets of the page at a place, and where the list goes on (reference/customer-insights-api.md A22,
 * A23): at the source's link; without one after the rows that came, because a short page may be one that the source cut.
 * Then only an empty page is the end.
 */
export function cutPage(page: RowsPage, { after, left = Infinity }: ItemsCursor): CutPage {
  const rows = page.rows.slice(0, left);
  const next = rows.length === left ? undefined : placeAfter(page, after);
  if (!next) return { rows };
  return { rows, next: { after: next, ...(left !== Infinity && { left: left - rows.length }) } };
}

function placeAfter({ rows, link }: RowsPage, after: ItemsCursor["after"]): ItemsCursor["after"] | undefined {
  if (link) return { link };
  // Who has linked its pages so far has none to come.
  return rows.length === 0 || "link" in after ? undefined : { skip: after.skip + rows.length };
}
