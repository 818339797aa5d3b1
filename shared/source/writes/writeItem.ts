import { type ItemUpdate, type ItemWrite } from "../../model/entity";
import { type WriteCall } from "../transport/requestJson";

/** The call that makes an item, or changes the one of a key (reference 2.3, preview). */
export function writeItem({ instanceId, entity, item, validUntil, ...of }: ItemWrite | ItemUpdate): WriteCall {
  const path = ["instances", instanceId, "data", entity];
  const query = validUntil === undefined ? {} : { validUntil };
  return "itemId" in of
    ? { method: "PATCH", path: [...path, of.itemId], query, json: item }
    : { method: "POST", path, query, json: item };
}
