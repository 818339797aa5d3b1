import { paged, pagingParameters } from "./paged";
import { type RouteSchema } from "./routeSchema";
import { SUBSCRIPTION } from "./subscription";

export const LIST_SUBSCRIPTIONS: RouteSchema = {
  operation: "listSubscriptions",
  method: "GET",
  route: "subscriptions",
  summary: "List subscriptions",
  description: "Lists the subscriptions of this connection, page by page.",
  parameters: pagingParameters("subscriptions"),
  answer: paged("Subscriptions", "The subscriptions of this page.", SUBSCRIPTION),
};
