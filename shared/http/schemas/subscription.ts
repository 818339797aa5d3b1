import { TRIGGERS } from "../../model/event";
import { DIRECTIONS, DORMANCY_CAUSES } from "../../model/subscription";
import { text } from "./listOf";
import { type ParameterSchema, type RouteSchema } from "./routeSchema";

export const SUBSCRIPTION_ID: ParameterSchema = {
  name: "subscriptionId",
  in: "path",
  required: true,
  schema: {
    type: "string",
    minLength: 1,
    maxLength: 1_000,
    title: "Subscription",
    description: "The subscription, as the list of subscriptions gives it.",
  },
};

/** A subscription as `subscriptions/showSubscription.ts` tells it. */
export const SUBSCRIPTION: RouteSchema["answer"] = {
  title: "Subscription",
  type: "object",
  additionalProperties: false,
  required: ["subscriptionId", "subscription", "instanceId", "trigger", "callbackHost", "createdAt", "state", "slow"],
  properties: {
    subscriptionId: text("Subscription Id", "Id of the subscription; whoever has it may end the subscription."),
    subscription: text("Subscription", "Short name of the subscription, as deliveries and dead letters tell it."),
    instanceId: text("Instance Id", "Id of the instance.", { format: "uuid" }),
    trigger: text("Trigger", "What the flow waits for.", { enum: [...TRIGGERS] }),
    resource: text("Resource", "The data source, segment or measure; absent for any."),
    threshold: { type: "number", title: "Threshold", description: "The value that is to be crossed." },
    direction: text("Direction", "Which crossings count.", { enum: [...DIRECTIONS] }),
    includeManual: {
      type: "boolean",
      title: "Include Manual",
      description: "Whether refreshes started by hand count.",
    },
    outcome: text("Outcome", "Which ends of a full refresh count.", { enum: ["completed", "any"] }),
    callbackHost: text("Callback Host", "Where the flow is called."),
    createdAt: text("Created At", "When the flow subscribed.", { format: "date-time" }),
    state: text("State", "Whether events reach the flow.", { enum: ["active", "dormant", "suspended", "superseded"] }),
    suspended: text("Suspended", "Why there can be no events for now, such as resource-deleted."),
    dormant: {
      type: "object",
      title: "Dormant",
      description: "Since when and why the flow takes no calls.",
      additionalProperties: false,
      required: ["since", "cause"],
      properties: {
        since: text("Since", "Since when.", { format: "date-time" }),
        cause: text("Cause", "What the flow answered.", { enum: [...DORMANCY_CAUSES] }),
      },
    },
    slow: { type: "boolean", title: "Slow", description: "Whether the flow answers late or not at all of late." },
  },
};
