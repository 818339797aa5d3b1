import { type HttpRequest } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type ItemRequest } from "../../reads/items/getItem";
import { ITEM_OPTIONS } from "../../reads/items/itemOptions";
import { type FieldProblem } from "../../validation/guard";
import { RequestProblem, invalidFields } from "../requestProblem";
import { parseEntityRequest } from "./parseEntityRequest";
import { parseItemOptions } from "./parseItemOptions";
import { readItemId } from "./readItemId";

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

export function unknownItem(itemId: string): RequestProblem {
  const message = `This entity has no item '${itemId.slice(0, 100)}'.`;
  return new RequestProblem(404, "UnknownItem", message, { target: "itemId" });
}
