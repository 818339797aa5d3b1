import { text } from "./listOf";
import { ENTITY, INSTANCE_ID, SKIP_TOKEN, pageSize } from "./parameters";
import { type RouteSchema } from "./routeSchema";

export const LIST_PARTITIONS: RouteSchema = {
  operation: "listPartitions",
  method: "GET",
  route: "instances/{instanceId}/entities/{entity}/partitions",
  summary: "List partitions of an entity",
  description: "Lists the partitions (files) that together hold all rows of an entity. A refresh writes new ones.",
  parameters: [INSTANCE_ID, ENTITY, pageSize("partitions", { fallback: 100, most: 1_000 }), SKIP_TOKEN],
  answer: {
    title: "Partitions",
    type: "object",
    additionalProperties: false,
    required: ["value"],
    properties: {
      value: {
        type: "array",
        title: "Partitions",
        description: "The partitions of this page.",
        items: {
          type: "object",
          additionalProperties: false,
          required: ["partitionId"],
          properties: {
            partitionId: text("Partition Id", "Id of the partition: the same until a refresh writes it anew.", {
              pattern: "^[0-9a-f]{32}$",
            }),
          },
        },
      },
      "@odata.nextLink": text("Next Link", "The address of the next page; absent on the last one.", { format: "uri" }),
    },
  },
};
