import { type EntityRequest } from "../../reads/entities/findEntity";
import { type WriteRefused } from "../../reads/writes/explainRefusal";
import { missingEntity } from "../reads/missingEntity";
import { RequestProblem } from "../requestProblem";
import { sourceUnavailable } from "../sourceUnavailable";
import { unknownItem } from "./unknownItem";

/** Why an item was not written, in the caller's words. 409 where trying again changes nothing: flows try a 5xx again. */
export function refusedWrite(
  request: EntityRequest & { readonly itemId?: string },
  refused: WriteRefused,
): RequestProblem {
  if (refused.outcome === "refused-item") return refusedItem(refused.why);
  if (refused.outcome === "unanswered") return unanswered(sourceUnavailable(refused.failure));
  if (refused.outcome === "not-offered") return notOffered(request.entity);
  if (refused.outcome === "unknown-item") return unknownItem(request.itemId ?? "");
  if (refused.outcome === "item-exists") return existingItem();
  return refused.outcome === "forbidden" ? forbidden() : missingEntity(request, refused);
}

function refusedItem(why: string): RequestProblem {
  const message = `Customer Insights does not take the item: ${why}.`;
  return new RequestProblem(400, "InvalidItem", message, { target: "body" });
}

function existingItem(): RequestProblem {
  const message = "The entity has an item with this key already.";
  return new RequestProblem(409, "ItemExists", message, { target: "body" });
}

function notOffered(entity: string): RequestProblem {
  const message =
    `Customer Insights does not offer this for '${entity.slice(0, 100)}': writing items is a preview, ` +
    "which the instance does not have, or not any more.";
  return new RequestProblem(409, "WritesNotOffered", message, { target: "entity" });
}

function forbidden(): RequestProblem {
  const message =
    "Customer Insights does not let this service write to the instance: its identity needs the role Contributor or Admin.";
  return new RequestProblem(403, "WritesForbidden", message, { target: "instanceId" });
}

/** Its caller has to know that the write may have been made. */
function unanswered({ status, code, message, options }: RequestProblem): RequestProblem {
  return new RequestProblem(status, code, `${message} The item may have been written all the same.`, options);
}
