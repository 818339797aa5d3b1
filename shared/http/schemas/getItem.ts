import { ITEM_OPTIONS } from "../../reads/items/itemOptions";
import { optionParameters } from "./itemOptions";
import { ENTITY, INSTANCE_ID, ITEM_ID } from "./parameters";
import { type RouteSchema } from "./routeSchema";

export const GET_ITEM: RouteSchema = {
  operation: "getItem",
  method: "GET",
  route: "instances/{instanceId}/entities/{entity}/items/{itemId}",
  summary: "Get an item",
  description: "Gets the item (row) of an entity that has this key.",
  parameters: [INSTANCE_ID, ENTITY, ITEM_ID, ...optionParameters(ITEM_OPTIONS)],
  answer: { title: "Item", type: "object", description: "The columns that the entity's schema tells." },
};
