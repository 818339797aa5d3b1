import { type RouteSchema } from "./routeSchema";
import { SUBSCRIPTION, SUBSCRIPTION_ID } from "./subscription";

export const GET_SUBSCRIPTION: RouteSchema = {
  operation: "getSubscription",
  method: "GET",
  route: "subscriptions/{subscriptionId}",
  summary: "Get a subscription",
  description: "Gets a subscription of this connection and whether events reach its flow.",
  parameters: [SUBSCRIPTION_ID],
  answer: SUBSCRIPTION,
};
