import { type EntityRequest } from "../../reads/entities/findEntity";
import { type NoItems } from "../../reads/items/listItems";
import { type RequestProblem, invalidFields } from "../requestProblem";
import { missingEntity } from "./missingEntity";

/** Why there are no items to answer, in the caller's words. */
export function noItems(asked: EntityRequest, result: NoItems): RequestProblem {
  return result.outcome === "refused" ? invalidFields(result.problems) : missingEntity(asked, result);
}
