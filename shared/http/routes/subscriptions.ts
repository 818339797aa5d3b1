import { defined } from "../../model/defined";
import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type ReceiverAnswer } from "../../model/delivery";
import { TRIGGERS } from "../../model/event";
import { type Page } from "../../model/page";
import {
  DIRECTIONS,
  DORMANCY_CAUSES,
  type Subscription,
  type SubscriptionKey,
  subscriptionHash,
} from "../../model/subscription";
import { toSubscriptionId } from "../../subscriptions/subscriptionId";
import { findOwnSubscription } from "../../subscriptions/unsubscribe";
import { type FieldProblem } from "../../validation/guard";
import { type Paging, answerPage, paged, pagingParameters, parsePaging } from "../paging";
import { RequestProblem, invalidFields } from "../problems";
import { type ParameterSchema, type RouteSchema, type WriteSchema, textSchema } from "../schema";

/** A subscription as `subscriptions/showSubscription.ts` tells it. */
const SUBSCRIPTION: RouteSchema["answer"] = {
  title: "Subscription",
  type: "object",
  additionalProperties: false,
  required: ["subscriptionId", "subscription", "instanceId", "trigger", "callbackHost", "createdAt", "state", "slow"],
  properties: {
    subscriptionId: textSchema("Subscription Id", "Id of the subscription; whoever has it may end the subscription."),
    subscription: textSchema("Subscription", "Short name of the subscription, as deliveries and dead letters tell it."),
    instanceId: textSchema("Instance Id", "Id of the instance.", { format: "uuid" }),
    trigger: textSchema("Trigger", "What the flow waits for.", { enum: [...TRIGGERS] }),
    resource: textSchema("Resource", "The data source, segment or measure; absent for any."),
    threshold: { type: "number", title: "Threshold", description: "The value that is to be crossed." },
    direction: textSchema("Direction", "Which crossings count.", { enum: [...DIRECTIONS] }),
    includeManual: {
      type: "boolean",
      title: "Include Manual",
      description: "Whether refreshes started by hand count.",
    },
    outcome: textSchema("Outcome", "Which ends of a full refresh count.", { enum: ["completed", "any"] }),
    callbackHost: textSchema("Callback Host", "Where the flow is called."),
    createdAt: textSchema("Created At", "When the flow subscribed.", { format: "date-time" }),
    state: textSchema("State", "Whether events reach the flow.", {
      enum: ["active", "dormant", "suspended", "superseded"],
    }),
    suspended: textSchema("Suspended", "Why there can be no events for now, such as resource-deleted."),
    dormant: {
      type: "object",
      title: "Dormant",
      description: "Since when and why the flow takes no calls.",
      additionalProperties: false,
      required: ["since", "cause"],
      properties: {
        since: textSchema("Since", "Since when.", { format: "date-time" }),
        cause: textSchema("Cause", "What the flow answered.", { enum: [...DORMANCY_CAUSES] }),
      },
    },
    slow: { type: "boolean", title: "Slow", description: "Whether the flow answers late or not at all of late." },
  },
};

export const LIST_SUBSCRIPTIONS: RouteSchema = {
  operation: "listSubscriptions",
  method: "GET",
  route: "subscriptions",
  summary: "List subscriptions",
  description: "Lists the subscriptions of this connection, page by page.",
  parameters: pagingParameters("subscriptions"),
  answer: paged("Subscriptions", "The subscriptions of this page.", SUBSCRIPTION),
};

const SUBSCRIPTION_ID: ParameterSchema = {
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

export const GET_SUBSCRIPTION: RouteSchema = {
  operation: "getSubscription",
  method: "GET",
  route: "subscriptions/{subscriptionId}",
  summary: "Get a subscription",
  description: "Gets a subscription of this connection and whether events reach its flow.",
  parameters: [SUBSCRIPTION_ID],
  answer: SUBSCRIPTION,
};

/** What a flow answered (`../subscriptions/answerTest.ts`). */
const TESTED: RouteSchema["answer"] = {
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

export const UNSUBSCRIBE: Omit<WriteSchema, "body" | "method"> & { readonly method: "DELETE" } = {
  operation: "unsubscribe",
  method: "DELETE",
  route: "subscriptions/{subscriptionId}",
  summary: "End a subscription",
  description: "Ends a subscription. The platform calls this when a flow is turned off, changed or deleted.",
  parameters: [SUBSCRIPTION_ID],
  answers: { 204: null },
};

export function answerSubscriptions(
  { items, ...rest }: Page<Subscription>,
  request: HttpRequest,
  publicBaseUrl: string,
): HttpResponseInit {
  const shown = { ...rest, items: items.map((each) => showSubscription(each)) };
  return answerPage(shown, { request, url: `${publicBaseUrl}/subscriptions` });
}

/** A subscription as its owner sees it. Of the callback URL, which carries the flow's signature, only the host. */
export function showSubscription(subscription: Subscription): object {
  const { key, resource, callbackUrl, createdAt, suspended, wish, health } = subscription;
  const { instanceId, trigger, threshold } = key;
  return {
    subscriptionId: toSubscriptionId(key),
    subscription: subscriptionHash(key),
    instanceId,
    trigger,
    ...defined({ resource }),
    ...(threshold && { threshold: threshold.value, direction: threshold.direction }),
    ...wish,
    callbackHost: new URL(callbackUrl).hostname,
    createdAt,
    state: stateOf(subscription),
    ...(suspended && { suspended }),
    ...(health?.state === "dormant" && { dormant: { since: health.dormantSince, cause: health.cause } }),
    slow: health?.slow ?? false,
  };
}

/** What keeps it from events first. One that is dormant has them, with one try each. */
function stateOf({ untilSequence, suspended, health }: Subscription): string {
  if (untilSequence !== undefined) return "superseded";
  if (suspended) return "suspended";
  return health?.state ?? "active";
}

/** 200 whatever the flow answered: the test was made, and this is what came of it. Throws 503 when there was no test. */
export function answerTest(answer: ReceiverAnswer | "host-busy"): HttpResponseInit {
  if (answer === "host-busy") throw noTurn();
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

function noTurn(): RequestProblem {
  const message = "Too many calls to the flow's host are under way; the flow was not called. Try again.";
  return new RequestProblem(503, "ReceiverBusy", message, { retryAfterSeconds: RETRY_SECONDS });
}

const CURSOR = /^[0-9a-f]{32}$/;

export function parseSubscriptionsQuery(request: HttpRequest): {
  readonly paging: Paging;
} {
  const problems: FieldProblem[] = [];
  const paging = parsePaging(request, (text) => CURSOR.test(text), problems);
  if (problems.length > 0) throw invalidFields(problems);
  return { paging };
}

interface FindDeps {
  readonly loadSubscription: (key: SubscriptionKey) => Promise<Subscription | undefined>;
}

/** The caller's own subscription that the route names; throws 404 for any other, which is all that is told of it. */
export async function requireOwnSubscription(
  request: HttpRequest,
  { connection }: Pick<Caller, "connection">,
  deps: FindDeps,
): Promise<Subscription> {
  const { subscriptionId = "" } = request.params;
  const found = await findOwnSubscription(subscriptionId, connection, deps);
  if (found) return found;
  const message = "This connection has no such subscription.";
  throw new RequestProblem(404, "UnknownSubscription", message, { target: "subscriptionId" });
}
