import { text } from "./listOf";
import { ENTITY, INSTANCE_ID } from "./parameters";
import { type RouteSchema } from "./routeSchema";

export const GET_ENTITY_SCHEMA: RouteSchema = {
  operation: "getEntitySchema",
  method: "GET",
  route: "instances/{instanceId}/entities/{entity}/schema",
  summary: "Get the schema of an entity",
  description: "Gets the columns of an entity as a JSON schema of its items.",
  parameters: [INSTANCE_ID, ENTITY],
  answer: {
    title: "Entity Schema",
    type: "object",
    additionalProperties: false,
    required: ["name", "displayName", "schema"],
    properties: {
      name: text("Name", "The name that the entity's items are read by."),
      displayName: text("Display Name", "What the entity is called."),
      key: text("Key", "The column that one item is asked for by."),
      schema: {
        type: "object",
        title: "Schema",
        description: "JSON schema of one item.",
        additionalProperties: false,
        required: ["type", "properties"],
        properties: {
          type: { enum: ["object"], title: "Type", description: "Always object." },
          properties: {
            type: "object",
            title: "Properties",
            description: "The schema of each column, with its title.",
            additionalProperties: { type: "object", required: ["title"] },
          },
        },
      },
    },
  },
};
