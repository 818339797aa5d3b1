/** Routes that make and change items, which Customer Insights offers as a preview. `items.ts` reads them. */
import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type EntityRequest } from "../../data/entities";
import {
  type CreateItemDeps,
  type ItemCreated,
  type ItemUpdated,
  type UpdateItemDeps,
  type WriteRefused,
  createItem,
  updateItem,
} from "../../data/writes";
import { defined } from "../../model/defined";
import { type ItemUpdate, type ItemWrite } from "../../model/entity";
import { type FieldProblem, guard } from "../../validation/guard";
import {
  ENTITY,
  INSTANCE_ID,
  ITEM_ID,
  type ParameterSchema,
  type BodySchema,
  TIME,
  checkPathPart,
  checkText,
  textSchema,
} from "../schema";
import { RequestProblem, invalidFields, sourceProblem } from "../problems";
import { readJson } from "../readJson";
import { type Route } from "../route";
import { entityProblem, parseEntityRequest } from "./entities";
import { readItemId } from "./items";

const VALID_UNTIL: ParameterSchema = {
  name: "validUntil",
  in: "query",
  required: false,
  schema: {
    type: "string",
    format: "date-time",
    title: "Valid Until",
    description:
      "When the change ends, at most 30 days ahead. Without it, a profile is changed for 4 hours, an activity kept 30 days.",
  },
  visibility: "advanced",
};

const ITEM_BODY: BodySchema = {
  title: "Item",
  description: "Columns by name, as the entity's schema tells them.",
  type: "object",
  minProperties: 1,
  maxProperties: 1_000,
};

export const CREATE_ITEM_ROUTE: Route<CreateItemDeps> = {
  operation: "createItem",
  method: "POST",
  path: "instances/{instanceId}/entities/{entity}/items",
  summary: "Create an item (preview)",
  description: "Creates an item of an activity entity, which expires. Segments and measures do not react to it.",
  parameters: [INSTANCE_ID, ENTITY, VALID_UNTIL],
  body: ITEM_BODY,
  answers: {
    201: creation("created", "The item is there."),
    202: creation("accepted", "The item will be there soon."),
  },
  visibility: "important",
  role: "write",
  handle: async (request, caller, deps) => {
    const item = await parseItemWrite(request, caller);
    return answerCreated(item, await createItem(item, deps));
  },
};

export const UPDATE_ITEM_ROUTE: Route<UpdateItemDeps> = {
  operation: "updateItem",
  method: "PATCH",
  path: "instances/{instanceId}/entities/{entity}/items/{itemId}",
  summary: "Update an item (preview)",
  description: "Changes columns of a profile until the change expires. Segments and measures do not react to it.",
  parameters: [INSTANCE_ID, ENTITY, ITEM_ID, VALID_UNTIL],
  body: ITEM_BODY,
  answers: { 204: null },
  visibility: "important",
  role: "write",
  handle: async (request, caller, deps) => {
    const item = await parseItemUpdate(request, caller);
    return answerUpdated(item, await updateItem(item, deps));
  },
};

/** 201 for an item that is there, 202 for one that will be; throws a problem for none. */
function answerCreated(request: ItemWrite, result: ItemCreated): HttpResponseInit {
  if (result.outcome !== "created" && result.outcome !== "accepted") throw refusedWrite(request, result);
  const { validUntil } = request;
  return {
    status: result.outcome === "created" ? 201 : 202,
    jsonBody: { outcome: result.outcome, ...defined({ validUntil }) },
  };
}

/**
 * The problem of an item that was not written, in the caller's words. It is 409 when trying again changes nothing:
 * flows try a 5xx again.
 */
function refusedWrite(request: EntityRequest & { readonly itemId?: string }, refused: WriteRefused): RequestProblem {
  if (refused.outcome === "refused-item") return refusedItem(refused.why);
  if (refused.outcome === "unanswered") return unanswered(sourceProblem(refused.failure));
  if (refused.outcome === "not-offered") return notOffered(request.entity);
  if (refused.outcome === "unknown-item") return unknownItem(request.itemId ?? "");
  if (refused.outcome === "item-exists") return existingItem();
  return refused.outcome === "forbidden" ? forbidden() : entityProblem(request, refused);
}

function refusedItem(why: string): RequestProblem {
  const message = `Customer Insights does not take the item: ${why}.`;
  return new RequestProblem(400, "InvalidItem", message, { target: "body" });
}

/** Adds to a problem what the caller has to know: the write may have been made. */
function unanswered({ status, code, message, options }: RequestProblem): RequestProblem {
  return new RequestProblem(status, code, `${message} The item may have been written all the same.`, options);
}

function notOffered(entity: string): RequestProblem {
  const message =
    `Customer Insights does not offer this for '${entity.slice(0, 100)}': writing items is a preview, ` +
    "which the instance does not have, or not any more.";
  return new RequestProblem(409, "WritesNotOffered", message, { target: "entity" });
}

function unknownItem(itemId: string): RequestProblem {
  const message = `The entity has no item '${itemId.slice(0, 100)}' that could be updated.`;
  return new RequestProblem(404, "UnknownItem", message, { target: "itemId" });
}

function existingItem(): RequestProblem {
  const message = "The entity has an item with this key already.";
  return new RequestProblem(409, "ItemExists", message, { target: "body" });
}

function forbidden(): RequestProblem {
  const message =
    "Customer Insights does not let this service write to the instance: its identity needs the role Contributor or Admin.";
  return new RequestProblem(403, "WritesForbidden", message, { target: "instanceId" });
}

/** The answer for an item that was made, or will be. */
function creation(outcome: "created" | "accepted", description: string): BodySchema {
  return {
    title: "Created Item",
    type: "object",
    additionalProperties: false,
    required: ["outcome"],
    properties: {
      outcome: textSchema("Outcome", description, { enum: [outcome] }),
      validUntil: textSchema("Valid Until", "When it ends, if that was asked for.", TIME),
    },
  };
}

/** 204; throws a problem when nothing was changed. */
function answerUpdated(request: ItemUpdate, result: ItemUpdated): HttpResponseInit {
  if (result.outcome !== "updated") throw refusedWrite(request, result);
  return { status: 204 };
}

/** Reads a request to change an item; throws a problem that names what is wrong. */
async function parseItemUpdate(request: HttpRequest, caller: Pick<Caller, "instances">): Promise<ItemUpdate> {
  const { itemId } = readItemId(request);
  const ifMatch = request.headers.get("if-match") ?? "*";
  if (ifMatch.trim() !== "*") {
    // Half obedience would be worse than a refusal: somebody else's change would be lost.
    const message = "must be * or absent: Customer Insights gives items no versions";
    throw invalidFields([{ target: "If-Match", message }]);
  }
  const write = await parseItemWrite(request, caller);
  if (checkText(ITEM_ID.schema, itemId) !== undefined) throw unknownItem(itemId);
  // An item is read by a filter on its key, but changed by its address, which not every key can be part of.
  const problems: FieldProblem[] = [];
  checkPathPart("itemId", itemId, problems);
  if (problems.length > 0) throw invalidFields(problems);
  return { ...write, itemId };
}

type Item = ItemWrite["item"];

const checkItem = guard<Item>({
  ...ITEM_BODY,
  propertyNames: { minLength: 1, maxLength: 200 },
});

/** Columns are values; room is left for a list or an object in one. */
const MAX_DEPTH = 5;

/** Reads a request to make an item; throws a problem that names what is wrong. */
async function parseItemWrite(request: HttpRequest, caller: Pick<Caller, "instances">): Promise<ItemWrite> {
  const entity = parseEntityRequest(request, caller);
  const problems: FieldProblem[] = [];
  const validUntil = parseValidUntil(request.query.getAll("validUntil"), problems);
  if (problems.length > 0) throw invalidFields(problems);
  const body = await readJson(request);
  if (exceedsDepth(body, MAX_DEPTH)) {
    throw invalidFields([{ target: "body", message: `must not be nested deeper than ${MAX_DEPTH} levels` }]);
  }
  const checked = checkItem(body);
  if (!checked.ok) throw invalidFields(checked.problems);
  return { ...entity, item: checked.value, ...defined({ validUntil }) };
}

const ZONED_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?(?:Z|[+-]\d\d:\d\d)$/;

/** Reads a time; the source judges by its own clock how far ahead it may be. */
function parseValidUntil([text, ...others]: readonly string[], problems: FieldProblem[]): string | undefined {
  if (text === undefined) return undefined;
  const at = ZONED_TIME.test(text) && others.length === 0 ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return new Date(at).toISOString();
  problems.push({ target: "validUntil", message: "must be one time with its zone, such as 2026-11-20T09:00:00Z" });
  return undefined;
}

/** True for JSON whose lists and objects nest in more than `maxDepth` levels; looks no deeper than that. */
function exceedsDepth(value: unknown, maxDepth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return maxDepth === 0 || Object.values(value).some((each) => exceedsDepth(each, maxDepth - 1));
}
