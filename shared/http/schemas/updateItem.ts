import { ITEM_BODY, VALID_UNTIL } from "./itemWrites";
import { ENTITY, INSTANCE_ID, ITEM_ID } from "./parameters";
import { type WriteSchema } from "./writeSchema";

export const UPDATE_ITEM: WriteSchema = {
  operation: "updateItem",
  method: "PATCH",
  route: "instances/{instanceId}/entities/{entity}/items/{itemId}",
  summary: "Update an item (preview)",
  description: "Changes columns of a profile until the change expires. Segments and measures do not react to it.",
  parameters: [INSTANCE_ID, ENTITY, ITEM_ID, VALID_UNTIL],
  body: ITEM_BODY,
  answers: { 204: null },
};
