import { listOf, text } from "./listOf";
import { type RouteSchema } from "./routeSchema";

export const LIST_INSTANCES: RouteSchema = {
  operation: "listInstances",
  method: "GET",
  route: "instances",
  summary: "List instances",
  description: "Lists the Customer Insights instances that this service may see.",
  parameters: [],
  answer: listOf(
    "Instances",
    {
      instanceId: text("Instance Id", "Id of the instance; it changes when the instance is reset.", { format: "uuid" }),
      name: text("Name", "Name of the instance, or its id when it has no name."),
      provisioningState: text("Provisioning State", "Such as active, updating or deactivated."),
    },
    ["instanceId", "name"],
  ),
};
