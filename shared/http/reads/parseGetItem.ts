import { type HttpRequest } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type ItemRequest } from "../../reads/items/getItem";
import { ITEM_OPTIONS } from "../../reads/items/itemOptions";
import { type FieldProblem } from "../../validation/guard";
import { RequestProblem, invalidFields } from "../requestProblem";
import { parseEntityRequest } from "./parseEntityRequest";
import { parseItemOptions } from "./parseItemOptions";

const MOST_CHARACTERS = 400;

/** Reads a request for one item; throws a problem that names what is wrong, and that of an unknown item for no possible id. */
export function parseGetItem(request: HttpRequest, caller: Pick<Caller, "instances">): ItemRequest {
  const problems: FieldProblem[] = [];
  const question = {
    ...parseEntityRequest(request, caller),
    options: parseItemOptions(request, ITEM_OPTIONS, problems),
  };
  const itemId = decodeOnce(request.params["itemId"] ?? "");
  if (problems.length > 0) throw invalidFields(problems);
  const isPossible = itemId !== "" && itemId.length <= MOST_CHARACTERS && !/[\p{Cc}\p{Surrogate}]/u.test(itemId);
  if (!isPossible) throw unknownItem(itemId);
  return { ...question, itemId };
}

export function unknownItem(itemId: string): RequestProblem {
  const message = `This entity has no item '${itemId.slice(0, 100)}'.`;
  return new RequestProblem(404, "UnknownItem", message, { target: "itemId" });
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
