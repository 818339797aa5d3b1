import { text } from "./listOf";
import { ENTITY, INSTANCE_ID, PARTITION_ID, SKIP_TOKEN, pageSize } from "./parameters";
import { type RouteSchema } from "./routeSchema";

export const READ_PARTITION: RouteSchema = {
  operation: "readPartition",
  method: "GET",
  route: "instances/{instanceId}/entities/{entity}/partitions/{partitionId}",
  summary: "Read a partition of an entity",
  description: "Reads the rows of a partition, page by page.",
  parameters: [INSTANCE_ID, ENTITY, PARTITION_ID, pageSize("rows", { fallback: 1_000, most: 5_000 }), SKIP_TOKEN],
  answer: {
    title: "Rows",
    type: "object",
    additionalProperties: false,
    required: ["value"],
    properties: {
      value: {
        type: "array",
        title: "Rows",
        description: "The rows of this page, with the columns that the entity's schema tells.",
        maxItems: 5_000,
        items: { type: "object", additionalProperties: { type: ["string", "number", "boolean", "null"] } },
      },
      "@odata.nextLink": text("Next Link", "The address of the next page; absent on the last one.", { format: "uri" }),
    },
  },
};
