import { DELIVERY_STATES } from "../../model/delivery";
import { TRIGGERS } from "../../model/event";
import { OF } from "./letterFilter";
import { text } from "./listOf";
import { paged, pagingParameters } from "./paged";
import { type JsonSchema, type RouteSchema } from "./routeSchema";

const TIME = { format: "date-time" };

/** What a flow answered last. */
export const LAST_ANSWER: JsonSchema = {
  type: "object",
  title: "Last Answer",
  description: "What the flow answered last.",
  additionalProperties: false,
  properties: {
    status: { type: "integer", title: "Status", description: "The HTTP status." },
    errorCode: text("Error Code", "The error code."),
    error: text("Error", "Why there was no answer, such as timed-out."),
  },
};

export const LIST_DELIVERIES: RouteSchema = {
  operation: "listDeliveries",
  method: "GET",
  route: "events/{eventId}/deliveries",
  summary: "List deliveries of an event",
  description: "Lists how an event was delivered to the flows of this connection, page by page.",
  parameters: [
    {
      name: "eventId",
      in: "path",
      required: true,
      schema: {
        type: "string",
        pattern: "^evt_[0-9a-f]{32}$",
        title: "Event Id",
        description: "Id of the event, as the trigger or the list of events gives it.",
      },
    },
    { name: "of", in: "query", required: false, schema: OF },
    ...pagingParameters("deliveries"),
  ],
  answer: paged("Deliveries", "The deliveries of this page.", {
    type: "object",
    additionalProperties: false,
    required: ["subscription", "instanceId", "trigger", "state", "attempts", "lastAnswer"],
    properties: {
      subscription: text("Subscription", "Short name of the subscription."),
      instanceId: text("Instance Id", "Id of the instance.", { format: "uuid" }),
      trigger: text("Trigger", "What happened.", { enum: [...TRIGGERS] }),
      state: text("State", "How the delivery stands.", { enum: [...DELIVERY_STATES] }),
      attempts: { type: "integer", minimum: 0, title: "Attempts", description: "How often the flow was called." },
      lastAnswer: LAST_ANSWER,
      cause: text("Cause", "Why it was given up."),
      attemptedAt: text("Attempted At", "When the flow was called last.", TIME),
      nextAttemptAt: text("Next Attempt At", "When it will be called again.", TIME),
    },
  }),
};
