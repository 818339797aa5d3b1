import { type Entity, type Row, type RowsPage, type RowsQuery } from "../../model/entity";
import { type SourceAnswer, type SourceFailure, isHidden } from "../../model/sourceAnswer";
import { type FieldProblem } from "../../validation/guard";
import { type EntityDeps, type EntityMissing, type EntityRequest, findEntity } from "../entities/findEntity";
import { checkOptions } from "./checkOptions";
import { cutPage } from "./cutPage";
import { type ItemOptions } from "./itemOptions";
import { type Place, firstPlace } from "./place";
import { planRows } from "./planRows";
import { toRefusal } from "./toRefusal";

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
  readonly place?: Place;
}

export type NoItems = EntityMissing | { readonly outcome: "refused"; readonly problems: readonly FieldProblem[] };

export type ItemsResult =
  | { readonly outcome: "found"; readonly items: readonly Row[]; readonly count?: number; readonly next?: Place }
  | NoItems;

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
  return { outcome: "found", items, ...counted, ...(next && { next }) };
}

const LOOP: SourceFailure = { kind: "malformed", message: "the source's answer links to itself" };

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
