import { SUBSCRIPTION_ID } from "./subscription";
import { type WriteSchema } from "./writeSchema";

export const UNSUBSCRIBE: Omit<WriteSchema, "body" | "method"> & { readonly method: "DELETE" } = {
  operation: "unsubscribe",
  method: "DELETE",
  route: "subscriptions/{subscriptionId}",
  summary: "End a subscription",
  description: "Ends a subscription. The platform calls this when a flow is turned off, changed or deleted.",
  parameters: [SUBSCRIPTION_ID],
  answers: { 204: null },
};
