import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type Sealer } from "../../access/sealer";
import { type EntityRequest } from "../../data/entities";
import { type ItemRequest, type ItemResult } from "../../data/getItem";
import { type ItemsRequest, type ItemsResult, type NoItems } from "../../data/listItems";
import { ITEM_OPTIONS, LIST_OPTIONS } from "../../data/options";
import { type FieldProblem } from "../../validation/guard";
import { answerPage } from "../paging";
import { RequestProblem, invalidFields } from "../problems";
import { ENTITY, INSTANCE_ID, ITEM_ID, type RouteSchema, SKIP_TOKEN, textSchema } from "../schema";
import { missingEntity, parseEntityRequest } from "./entities";
import { openPlace, sealPlace } from "./itemLinks";
import { optionParameters, parseItemOptions } from "./itemOptions";

export const LIST_ITEMS: RouteSchema = {
  operation: "listItems",
  method: "GET",
  route: "instances/{instanceId}/entities/{entity}/items",
  summary: "List items",
  description: "Lists the items (rows) of an entity, page by page.",
  parameters: [INSTANCE_ID, ENTITY, ...optionParameters(LIST_OPTIONS), SKIP_TOKEN],
  answer: {
    title: "Items",
    type: "object",
    additionalProperties: false,
    required: ["value"],
    properties: {
      value: {
        type: "array",
        title: "Items",
        description: "The items of this page, with the columns that the entity's schema tells.",
        items: { type: "object" },
      },
      "@odata.count": { type: "integer", minimum: 0, title: "Count", description: "How many items there are in all." },
      "@odata.nextLink": textSchema("Next Link", "The address of the next page; absent on the last one.", {
        format: "uri",
      }),
    },
  },
};

export const GET_ITEM: RouteSchema = {
  operation: "getItem",
  method: "GET",
  route: "instances/{instanceId}/entities/{entity}/items/{itemId}",
  summary: "Get an item",
  description: "Gets the item (row) of an entity that has this key.",
  parameters: [INSTANCE_ID, ENTITY, ITEM_ID, ...optionParameters(ITEM_OPTIONS)],
  answer: { title: "Item", type: "object", description: "The columns that the entity's schema tells." },
};

/** Reads a request for one item; throws a problem that names what is wrong, and that of an unknown item for no possible id. */
export function parseGetItem(request: HttpRequest, caller: Pick<Caller, "instances">): ItemRequest {
  const problems: FieldProblem[] = [];
  const question = {
    ...parseEntityRequest(request, caller),
    options: parseItemOptions(request, ITEM_OPTIONS, problems),
  };
  const { itemId, isPossible } = readItemId(request);
  if (problems.length > 0) throw invalidFields(problems);
  if (!isPossible) throw unknownItem(itemId);
  return { ...question, itemId };
}

const MAX_LENGTH = 400;

/** The route's item, and whether any item can have that id. */
export function readItemId({ params }: Pick<HttpRequest, "params">): {
  readonly itemId: string;
  readonly isPossible: boolean;
} {
  const itemId = decodeOnce(params["itemId"] ?? "");
  const isPossible = itemId !== "" && itemId.length <= MAX_LENGTH && !/[\p{Cc}\p{Surrogate}]/u.test(itemId);
  return { itemId, isPossible };
}

/**
 * The host leaves an encoded slash as it is, and connectors encode an id twice so that any id can pass
 * (reference/connector-rules.md R40). What is not encoded once more is taken as it is.
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
export function answerItem(asked: ItemRequest, result: ItemResult): HttpResponseInit {
  if (result.outcome === "unknown-item") throw unknownItem(asked.itemId);
  if (result.outcome !== "found") throw noItems(asked, result);
  return { status: 200, jsonBody: result.item };
}

/** Why there are no items to answer, in the caller's words. */
function noItems(asked: EntityRequest, result: NoItems): RequestProblem {
  return result.outcome === "refused" ? invalidFields(result.problems) : missingEntity(asked, result);
}

const FOREIGN = { target: "$skiptoken", message: "is none that this list gave: follow @odata.nextLink as it is" };

/** Reads a request for items; throws a problem that names each parameter that is wrong. */
export function parseListItems(request: HttpRequest, caller: Pick<Caller, "instances">, sealer: Sealer): ItemsRequest {
  const problems: FieldProblem[] = [];
  const question = {
    ...parseEntityRequest(request, caller),
    options: parseItemOptions(request, LIST_OPTIONS, problems),
  };
  if (problems.length > 0) throw invalidFields(problems);
  const tokens = [...request.query].filter(([name]) => name.toLowerCase() === "$skiptoken").map(([, value]) => value);
  if (tokens.length === 0) return question;
  const [token = ""] = tokens;
  const place = tokens.length === 1 ? openPlace(token, question, sealer) : undefined;
  if (!place) throw invalidFields([FOREIGN]);
  return { ...question, place };
}

interface Place {
  readonly request: HttpRequest;
  readonly publicBaseUrl: string;
  readonly sealer: Sealer;
}

/** 200 with a page of items and, where there are more, the link to them; throws a problem when there is none. */
export function answerItems(
  asked: ItemsRequest,
  result: ItemsResult,
  { request, publicBaseUrl, sealer }: Place,
): HttpResponseInit {
  if (result.outcome !== "found") throw noItems(asked, result);
  const { items, count, next } = result;
  const url = `${publicBaseUrl}/instances/${asked.instanceId}/entities/${encodeURIComponent(asked.entity)}/items`;
  const place = { request, url };
  const page = answerPage({ items, ...(next && { cursor: sealPlace(next, asked, sealer) }) }, place);
  if (count === undefined) return page;
  const body: unknown = page.jsonBody;
  return { ...page, jsonBody: { "@odata.count": count, ...(typeof body === "object" && body) } };
}
