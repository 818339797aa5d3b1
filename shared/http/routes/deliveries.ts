/** The route that lists how one event was delivered. */
import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Caller, mayUseInstance } from "../../access/caller";
import { DELIVERY_STATES, type DeliveryStatus } from "../../model/delivery";
import { TRIGGERS } from "../../model/event";
import { type Page } from "../../model/stored";
import { subscriptionHash } from "../../model/subscription";
import { type FieldProblem } from "../../validation/guard";
import { type Paging, answerPage, foreignCursor, pageParameters, paged, parsePaging } from "../paging";
import { type EventDeliveries, type HttpPorts } from "../ports";
import { type ParameterSchema, checkText, type JsonSchema, TIME, textSchema } from "../schema";
import { RequestProblem, invalidFields } from "../problems";
import { requireRole } from "../requireAccess";
import { type Route } from "../route";
import { OWNER } from "./deadLetterFilter";

/** The last answer of a flow, in a delivery and in a dead letter. */
export const LAST_ANSWER: JsonSchema = {
  type: "object",
  title: "Last Answer",
  description: "What the flow answered last.",
  additionalProperties: false,
  properties: {
    status: { type: "integer", title: "Status", description: "The HTTP status." },
    errorCode: textSchema("Error Code", "The error code."),
    error: textSchema("Error", "Why there was no answer, such as timed-out."),
  },
};

const EVENT_ID: ParameterSchema = {
  name: "eventId",
  in: "path",
  required: true,
  schema: {
    type: "string",
    pattern: "^evt_[0-9a-f]{32}$",
    title: "Event Id",
    description: "Id of the event, as the trigger or the list of events gives it.",
  },
};

/** A cursor is sealed; only opening it shows whether it is ours. */
const PAGE = pageParameters("deliveries", { cursor: String.raw`^[\w.-]{1,1000}$` });

const DELIVERIES = paged("Deliveries", "The deliveries of this page.", {
  type: "object",
  additionalProperties: false,
  required: ["subscription", "instanceId", "trigger", "state", "attempts", "lastAnswer"],
  properties: {
    subscription: textSchema("Subscription", "Short name of the subscription."),
    instanceId: textSchema("Instance Id", "Id of the instance.", { format: "uuid" }),
    trigger: textSchema("Trigger", "What happened.", { enum: [...TRIGGERS] }),
    state: textSchema("State", "How the delivery stands.", { enum: [...DELIVERY_STATES] }),
    attempts: {
      type: "integer",
      minimum: 0,
      title: "Attempts",
      description: "The number of attempts, also of one under way or cut off.",
    },
    lastAnswer: LAST_ANSWER,
    cause: textSchema("Cause", "Why it was given up or dropped."),
    attemptedAt: textSchema("Attempted At", "When the flow was called last.", TIME),
    nextAttemptAt: textSchema("Next Attempt At", "When it will be called again.", TIME),
  },
});

export const LIST_DELIVERIES_ROUTE: Route<Pick<HttpPorts, "listDeliveries" | "links">> = {
  operation: "listDeliveries",
  method: "GET",
  path: "events/{eventId}/deliveries",
  summary: "List deliveries of an event",
  description: "Lists how an event was delivered to the flows of this connection, page by page.",
  parameters: [EVENT_ID, { name: "of", in: "query", required: false, schema: OWNER, visibility: "advanced" }, ...PAGE],
  answers: { 200: DELIVERIES },
  visibility: "advanced",
  role: "subscribe",
  handle: async (request, caller, { listDeliveries, links }) => {
    const { asked, paging } = parseDeliveriesQuery(request, caller);
    return answerDeliveries(await listDeliveries(asked, paging), { request, ...asked, ...links, caller });
  },
};

interface DeliveriesQuery {
  readonly asked: EventDeliveries;
  readonly paging: Paging;
}

export function parseDeliveriesQuery(
  request: HttpRequest,
  caller: Pick<Caller, "connection" | "roles">,
): DeliveriesQuery {
  const { eventId = "" } = request.params;
  if (checkText(EVENT_ID.schema, eventId) !== undefined) {
    const message = `There is no event '${eventId.slice(0, 100)}'.`;
    throw new RequestProblem(404, "UnknownEvent", message, { target: "eventId" });
  }
  const problems: FieldProblem[] = [];
  const paging = parsePaging(request, PAGE, problems);
  const owner = request.query.get("of") ?? "own";
  if (checkText(OWNER, owner) !== undefined) problems.push({ target: "of", message: "must be own or everybody" });
  if (problems.length > 0) throw invalidFields(problems);
  if (owner === "everybody") requireRole(caller, "operate");
  return { asked: owner === "everybody" ? { eventId } : { eventId, connection: caller.connection }, paging };
}

interface Asked {
  readonly request: HttpRequest;
  readonly eventId: string;
  readonly publicBaseUrl: string;
  readonly caller: Pick<Caller, "instances">;
}

/**
 * A page of deliveries as their owner sees them; an undefined page stands for a cursor that is not ours. An event
 * belongs to one instance: for a caller who may not use that, the event has no deliveries.
 */
export function answerDeliveries(
  page: Page<DeliveryStatus> | undefined,
  { request, eventId, publicBaseUrl, caller }: Asked,
): HttpResponseInit {
  if (!page) throw invalidFields([foreignCursor()]);
  const { items, ...rest } = page;
  const isHidden = items.some(({ subscription }) => !mayUseInstance(caller, subscription.instanceId));
  const shown = isHidden ? { items: [] } : { ...rest, items: items.map((each) => show(each)) };
  return answerPage(shown, { request, url: `${publicBaseUrl}/events/${eventId}/deliveries` });
}

function show({ subscription, connection: _connection, ...status }: DeliveryStatus): object {
  const { instanceId, trigger } = subscription;
  return { subscription: subscriptionHash(subscription), instanceId, trigger, ...status };
}
