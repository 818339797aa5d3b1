import { text } from "./listOf";
import { type RouteSchema } from "./routeSchema";
import { SUBSCRIPTION_ID } from "./subscription";
import { type WriteSchema } from "./writeSchema";

/** What a flow answered (`../subscriptions/answerTest.ts`). */
const TESTED: RouteSchema["answer"] = {
  title: "Test",
  type: "object",
  additionalProperties: false,
  required: ["accepted", "durationMs"],
  properties: {
    accepted: { type: "boolean", title: "Accepted", description: "Whether the flow took the event." },
    status: { type: "integer", title: "Status", description: "The HTTP status that the flow answered." },
    errorCode: text("Error Code", "The error code that the flow answered."),
    error: text("Error", "Why there was no answer.", { enum: ["timed-out", "unreachable", "address-refused"] }),
    durationMs: { type: "number", title: "Duration In Milliseconds", description: "How long it took." },
  },
};

export const TEST_SUBSCRIPTION: Omit<WriteSchema, "body"> = {
  operation: "testSubscription",
  method: "POST",
  route: "subscriptions/{subscriptionId}/test",
  summary: "Test a subscription",
  description:
    "Calls the flow of a subscription with a sample event, which is marked as a test, and tells what it answered.",
  parameters: [SUBSCRIPTION_ID],
  answers: { 200: TESTED },
};
