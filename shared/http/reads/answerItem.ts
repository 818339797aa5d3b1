import { type HttpResponseInit } from "@azure/functions";
import { type ItemRequest, type ItemResult } from "../../reads/items/getItem";
import { noItems } from "./noItems";
import { unknownItem } from "./parseGetItem";

/** 200 with the item as it is; throws a problem when there is none. */
export function answerItem(asked: ItemRequest, result: ItemResult): HttpResponseInit {
  if (result.outcome === "unknown-item") throw unknownItem(asked.itemId);
  if (result.outcome !== "found") throw noItems(asked, result);
  return { status: 200, jsonBody: result.item };
}
