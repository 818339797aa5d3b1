import { LIST_OPTIONS } from "../../reads/items/itemOptions";
import { optionParameters } from "./itemOptions";
import { text } from "./listOf";
import { ENTITY, INSTANCE_ID, SKIP_TOKEN } from "./parameters";
import { type RouteSchema } from "./routeSchema";

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
      "@odata.nextLink": text("Next Link", "The address of the next page; absent on the last one.", { format: "uri" }),
    },
  },
};
