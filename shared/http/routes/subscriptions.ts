/** Routes that list, get and end subscriptions. `subscribe.ts` makes one, `subscriptionTest.ts` tries one. */
import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { defined } from "../../model/defined";
import { TRIGGERS } from "../../model/event";
import { type Page } from "../../model/stored";
import { DIRECTIONS, DORMANCY_CAUSES, type Subscription, subscriptionHash } from "../../model/subscription";
import { toSubscriptionId } from "../../subscriptions/subscriptionId";
import { type UnsubscribeDeps, findOwnSubscription, unsubscribe } from "../../subscriptions/unsubscribe";
import { type FieldProblem } from "../../validation/guard";
import { type Paging, answerPage, pageParameters, paged, parsePaging } from "../paging";
import { type HttpPorts } from "../ports";
import { type ParameterSchema, type BodySchema, TIME, textSchema } from "../schema";
import { RequestProblem, invalidFields } from "../problems";
import { type OpenRoute, type Route } from "../route";

/** A subscription as `showSubscription` shows it. */
const SUBSCRIPTION: BodySchema = {
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
    createdAt: textSchema("Created At", "When the flow subscribed.", TIME),
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
        since: textSchema("Since", "Since when.", TIME),
        cause: textSchema("Cause", "What the flow answered.", { enum: [...DORMANCY_CAUSES] }),
      },
    },
    slow: { type: "boolean", title: "Slow", description: "Whether the flow answers late or not at all of late." },
  },
};

const PAGE = pageParameters("subscriptions", { cursor: "^[0-9a-f]{32}$" });

export const LIST_SUBSCRIPTIONS_ROUTE: Route<Pick<HttpPorts, "listByConnection" | "links">> = {
  operation: "listSubscriptions",
  method: "GET",
  path: "subscriptions",
  summary: "List subscriptions",
  description: "Lists the subscriptions of this connection, page by page.",
  parameters: PAGE,
  answers: { 200: paged("Subscriptions", "The subscriptions of this page.", SUBSCRIPTION) },
  visibility: "advanced",
  role: "subscribe",
  handle: async (request, { connection }, { listByConnection, links }) => {
    const { paging } = parseSubscriptionsQuery(request);
    return answerSubscriptions(await listByConnection(connection, paging), request, links.publicBaseUrl);
  },
};

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

export const GET_SUBSCRIPTION_ROUTE: Route<Pick<HttpPorts, "loadSubscription">> = {
  operation: "getSubscription",
  method: "GET",
  path: "subscriptions/{subscriptionId}",
  summary: "Get a subscription",
  description: "Gets a subscription of this connection and whether events reach its flow.",
  parameters: [SUBSCRIPTION_ID],
  answers: { 200: SUBSCRIPTION },
  visibility: "advanced",
  role: "subscribe",
  handle: async (request, caller, deps) => {
    const found = await requireOwnSubscription(request, caller, deps);
    return { status: 200, jsonBody: showSubscription(found) };
  },
};

/** Open to all: Power Automate may call it without a key, and the id is a secret of its own (docs/decisions/0005). */
export const UNSUBSCRIBE_ROUTE: OpenRoute<UnsubscribeDeps> = {
  operation: "unsubscribe",
  method: "DELETE",
  path: "subscriptions/{subscriptionId}",
  summary: "End a subscription",
  description: "Ends a subscription. The platform calls this when a flow is turned off, changed or deleted.",
  parameters: [SUBSCRIPTION_ID],
  answers: { 204: null },
  visibility: "internal",
  role: "none",
  handle: async ({ params }, open) => {
    await unsubscribe(params["subscriptionId"] ?? "", open());
    return { status: 204 };
  },
};

export function answerSubscriptions(
  { items, ...rest }: Page<Subscription>,
  request: HttpRequest,
  publicBaseUrl: string,
): HttpResponseInit {
  const shown = { ...rest, items: items.map((each) => showSubscription(each)) };
  return answerPage(shown, { request, url: `${publicBaseUrl}/subscriptions` });
}

/**
 * A subscription as its owner sees it. Only the host of the callback URL is shown: the URL carries the flow's
 * signature.
 */
export function showSubscription(subscription: Subscription): object {
  const { key, resource, callbackUrl, createdAt, suspended, refreshOptions, health } = subscription;
  const { instanceId, trigger, threshold } = key;
  return {
    subscriptionId: toSubscriptionId(key),
    subscription: subscriptionHash(key),
    instanceId,
    trigger,
    ...defined({ resource, threshold: threshold?.value, direction: threshold?.direction }),
    ...refreshOptions,
    callbackHost: new URL(callbackUrl).hostname,
    createdAt,
    state: stateOf(subscription),
    ...defined({ suspended }),
    ...(health?.state === "dormant" && { dormant: { since: health.dormantSince, cause: health.cause } }),
    slow: health?.slow ?? false,
  };
}

/** The first thing that keeps it from events. A dormant one has them still, with one try each. */
function stateOf({ untilSequence, suspended, health }: Subscription): string {
  if (untilSequence !== undefined) return "superseded";
  if (suspended) return "suspended";
  return health?.state ?? "active";
}

export function parseSubscriptionsQuery(request: HttpRequest): {
  readonly paging: Paging;
} {
  const problems: FieldProblem[] = [];
  const paging = parsePaging(request, PAGE, problems);
  if (problems.length > 0) throw invalidFields(problems);
  return { paging };
}

/** The caller's own subscription that the route names; throws the same 404 for every other. */
export async function requireOwnSubscription(
  request: HttpRequest,
  { connection }: Pick<Caller, "connection">,
  deps: Pick<HttpPorts, "loadSubscription">,
): Promise<Subscription> {
  const { subscriptionId = "" } = request.params;
  const found = await findOwnSubscription(subscriptionId, connection, deps);
  if (found) return found;
  const message = "This connection has no such subscription.";
  throw new RequestProblem(404, "UnknownSubscription", message, { target: "subscriptionId" });
}
