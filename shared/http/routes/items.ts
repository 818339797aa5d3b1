/**
 * Routes that read the items (rows) of an entity: a list, page by page, and one by its key. `writes.ts` makes and
 * changes items.
 */
import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type Sealer } from "../../access/sealer";
import { type EntityRequest } from "../../data/entities";
import { type ItemRequest, type ItemResult, getItem } from "../../data/getItem";
import {
  type ItemsRequest,
  type ItemsResult,
  type ListItemsDeps,
  type NoItems,
  type RowsDeps,
  listItems,
} from "../../data/listItems";
import { SINGLE_ITEM_OPTIONS, LIST_OPTIONS } from "../../data/options";
import { defined } from "../../model/defined";
import { type FieldProblem } from "../../validation/guard";
import { SKIP_TOKEN, answerPage, foreignCursor, paged } from "../paging";
import { type HttpPorts } from "../ports";
import { ENTITY, INSTANCE_ID, ITEM_ID, checkText } from "../schema";
import { RequestProblem, invalidFields } from "../problems";
import { type Route } from "../route";
import { entityProblem, parseEntityRequest } from "./entities";
import { openCursor, sealCursor } from "./itemLinks";
import { optionParameters, parseItemOptions } from "./itemOptions";

const COUNT = { type: "integer", minimum: 0, title: "Count", description: "How many items there are in all." };

const ITEMS = paged(
  "Items",
  "The items of this page, with the columns that the entity's schema tells.",
  { type: "object" },
  { properties: { "@odata.count": COUNT } },
);

export const LIST_ITEMS_ROUTE: Route<ListItemsDeps & Pick<HttpPorts, "links">> = {
  operation: "listItems",
  method: "GET",
  path: "instances/{instanceId}/entities/{entity}/items",
  summary: "List items",
  description: "Lists the items (rows) of an entity, page by page.",
  parameters: [INSTANCE_ID, ENTITY, ...optionParameters(LIST_OPTIONS), SKIP_TOKEN],
  answers: { 200: ITEMS },
  visibility: "important",
  role: "read",
  handle: async (request, caller, deps) => {
    const asked = parseListItems(request, caller, deps.links.sealer);
    return answerItems(asked, await listItems(asked, deps), { request, ...deps.links });
  },
};

export const GET_ITEM_ROUTE: Route<RowsDeps> = {
  operation: "getItem",
  method: "GET",
  path: "instances/{instanceId}/entities/{entity}/items/{itemId}",
  summary: "Get an item",
  description: "Gets the item (row) of an entity that has this key.",
  parameters: [INSTANCE_ID, ENTITY, ITEM_ID, ...optionParameters(SINGLE_ITEM_OPTIONS)],
  answers: { 200: { title: "Item", type: "object", description: "The columns that the entity's schema tells." } },
  visibility: "important",
  role: "read",
  handle: async (request, caller, deps) => {
    const asked = parseGetItem(request, caller);
    return answerItem(asked, await getItem(asked, deps));
  },
};

/**
 * Reads a request for one item. Throws 400 that names each option that is wrong, and 404 UnknownItem for a text that
 * cannot be an item's id.
 */
function parseGetItem(request: HttpRequest, caller: Pick<Caller, "instances">): ItemRequest {
  const problems: FieldProblem[] = [];
  const question = {
    ...parseEntityRequest(request, caller),
    options: parseItemOptions(request, problems),
  };
  const { itemId, isPossible } = readItemId(request);
  if (problems.length > 0) throw invalidFields(problems);
  if (!isPossible) throw unknownItem(itemId);
  return { ...question, itemId };
}

/** The route's item id, and whether an item can have it. */
export function readItemId({ params }: Pick<HttpRequest, "params">): {
  readonly itemId: string;
  readonly isPossible: boolean;
} {
  const itemId = decodeOnce(params["itemId"] ?? "");
  const isPossible = checkText(ITEM_ID.schema, itemId) === undefined && !/[\p{Cc}\p{Surrogate}]/u.test(itemId);
  return { itemId, isPossible };
}

/**
 * The host leaves an encoded slash as it is, and connectors encode an id twice so that any id can pass
 * (docs/power-automate.md, R40). An id that is not encoded once more is taken as it is.
 */
function decodeOnce(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function unknownItem(itemId: string): RequestProblem {
  const message = `This entity has no item '${itemId.slice(0, 100)}'.`;
  return new RequestProblem(404, "UnknownItem", message, { target: "itemId" });
}

/** 200 with the item as it is; throws a problem when there is none. */
function answerItem(asked: ItemRequest, result: ItemResult): HttpResponseInit {
  if (result.outcome === "unknown-item") throw unknownItem(asked.itemId);
  if (result.outcome !== "found") throw noItems(asked, result);
  return { status: 200, jsonBody: result.item };
}

/** The problem of items that cannot be read, in the caller's words. */
function noItems(asked: EntityRequest, result: NoItems): RequestProblem {
  return result.outcome === "refused" ? invalidFields(result.problems) : entityProblem(asked, result);
}

/** Reads a request for items; throws a problem that names each parameter that is wrong. */
function parseListItems(request: HttpRequest, caller: Pick<Caller, "instances">, sealer: Sealer): ItemsRequest {
  const problems: FieldProblem[] = [];
  const question = {
    ...parseEntityRequest(request, caller),
    options: parseItemOptions(request, problems),
  };
  if (problems.length > 0) throw invalidFields(problems);
  const tokens = [...request.query]
    .filter(([name]) => name.toLowerCase() === SKIP_TOKEN.name)
    .map(([, value]) => value);
  if (tokens.length === 0) return question;
  const [token = ""] = tokens;
  const cursor = tokens.length === 1 ? openCursor(token, question, sealer) : undefined;
  if (!cursor) throw invalidFields([foreignCursor()]);
  return { ...question, cursor };
}

type Asked = HttpPorts["links"] & { readonly request: HttpRequest };

/** 200 with a page of items and, where there are more, the link to them; throws a problem when there is none. */
function answerItems(
  asked: ItemsRequest,
  result: ItemsResult,
  { request, publicBaseUrl, sealer }: Asked,
): HttpResponseInit {
  if (result.outcome !== "found") throw noItems(asked, result);
  const { items, count, next } = result;
  const url = `${publicBaseUrl}/instances/${asked.instanceId}/entities/${encodeURIComponent(asked.entity)}/items`;
  const cursor = next && sealCursor(next, asked, sealer);
  const page = answerPage({ items, ...defined({ cursor }) }, { request, url });
  if (count === undefined) return page;
  const body: unknown = page.jsonBody;
  return { ...page, jsonBody: { "@odata.count": count, ...(typeof body === "object" && body) } };
}
