/** The route that calls the flow of a subscription with a sample event, to see whether it answers. */
import { type HttpResponseInit } from "@azure/functions";
import { type TestDeps, testSubscription } from "../../delivery/testSubscription";
import { defined } from "../../model/defined";
import { type ReceiverAnswer } from "../../model/delivery";
import { type HttpPorts } from "../ports";
import { RequestProblem } from "../problems";
import { type Route } from "../route";
import { type BodySchema, textSchema } from "../schema";
import { SUBSCRIPTION_ID, requireOwnSubscription } from "./subscriptions";

/** The answer of a flow to a test, as `answerTest` shows it. */
const TESTED: BodySchema = {
  title: "Test",
  type: "object",
  additionalProperties: false,
  required: ["accepted", "durationMs"],
  properties: {
    accepted: { type: "boolean", title: "Accepted", description: "Whether the flow took the event." },
    status: { type: "integer", title: "Status", description: "The HTTP status that the flow answered." },
    errorCode: textSchema("Error Code", "The error code that the flow answered."),
    error: textSchema("Error", "Why there was no answer.", { enum: ["timed-out", "unreachable", "address-refused"] }),
    durationMs: { type: "number", title: "Duration In Milliseconds", description: "How long it took." },
  },
};

export const TEST_SUBSCRIPTION_ROUTE: Route<Pick<HttpPorts, "loadSubscription"> & TestDeps> = {
  operation: "testSubscription",
  method: "POST",
  path: "subscriptions/{subscriptionId}/test",
  summary: "Test a subscription",
  description:
    "Calls the flow of a subscription with a sample event, which is marked as a test, and tells what it answered.",
  parameters: [SUBSCRIPTION_ID],
  answers: { 200: TESTED },
  visibility: "advanced",
  role: "subscribe",
  handle: async (request, caller, deps) =>
    answerTest(await testSubscription(await requireOwnSubscription(request, caller, deps), deps)),
};

/** 200 whatever the flow answered, because the test was made. Throws 503 when there was none. */
export function answerTest(answer: ReceiverAnswer | "host-busy"): HttpResponseInit {
  if (answer === "host-busy") throw hostBusy();
  const { status, errorCode, error, durationMs } = answer;
  const accepted = status !== undefined && status >= 200 && status < 300;
  return {
    status: 200,
    jsonBody: {
      accepted,
      ...defined({ status, errorCode, error }),
      durationMs,
    },
  };
}

const RETRY_SECONDS = 5;

function hostBusy(): RequestProblem {
  const message = "Too many calls to the flow's host are under way; the flow was not called. Try again.";
  return new RequestProblem(503, "ReceiverBusy", message, { retryAfterSeconds: RETRY_SECONDS });
}
