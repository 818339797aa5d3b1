import { listOf, text } from "./listOf";
import { INSTANCE_ID } from "./parameters";
import { type RouteSchema } from "./routeSchema";

export const LIST_ENTITIES: RouteSchema = {
  operation: "listEntities",
  method: "GET",
  route: "instances/{instanceId}/entities",
  summary: "List entities",
  description: "Lists the entities (tables) of an instance that have items to read.",
  parameters: [INSTANCE_ID],
  answer: listOf(
    "Entities",
    {
      name: text("Name", "The name that the entity's items are read by."),
      displayName: text("Display Name", "What the entity is called, with its data source when it has one."),
      kind: text("Kind", "Such as profile, unifiedactivity or segment."),
      dataSourceName: text("Data Source Name", "The data source of an ingested entity."),
    },
    ["name", "displayName"],
  ),
};
