import { ITEM_BODY, VALID_UNTIL, creation } from "./itemWrites";
import { ENTITY, INSTANCE_ID } from "./parameters";
import { type WriteSchema } from "./writeSchema";

export const CREATE_ITEM: WriteSchema = {
  operation: "createItem",
  method: "POST",
  route: "instances/{instanceId}/entities/{entity}/items",
  summary: "Create an item (preview)",
  description: "Creates an item of an activity entity, which expires. Segments and measures do not react to it.",
  parameters: [INSTANCE_ID, ENTITY, VALID_UNTIL],
  body: ITEM_BODY,
  answers: {
    201: creation("created", "The item is there."),
    202: creation("accepted", "The item will be there soon."),
  },
};
