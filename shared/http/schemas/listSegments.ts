import { listOf, text } from "./listOf";
import { INSTANCE_ID } from "./parameters";
import { type RouteSchema } from "./routeSchema";

export const LIST_SEGMENTS: RouteSchema = {
  operation: "listSegments",
  method: "GET",
  route: "instances/{instanceId}/segments",
  summary: "List segments",
  description: "Lists the segments of an instance.",
  parameters: [INSTANCE_ID],
  answer: listOf(
    "Segments",
    {
      name: text("Name", "The segment's own name, which does not change when it is renamed."),
      displayName: text("Display Name", "What the segment is called."),
      state: text("State", "Such as active, inactive or invalid."),
    },
    ["name", "displayName"],
  ),
};
