import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Caller, mayUseInstance } from "../../access/caller";
import { DELIVERY_STATES, type DeliveryStatus } from "../../model/delivery";
import { TRIGGERS } from "../../model/event";
import { type Page } from "../../model/page";
import { subscriptionHash } from "../../model/subscription";
import { type FieldProblem } from "../../validation/guard";
import { type Paging, answerPage, foreignCursor, paged, pagingParameters, parsePaging } from "../paging";
import { RequestProblem, invalidFields } from "../problems";
import { requireRole } from "../requireAccess";
import { type JsonSchema, type RouteSchema, textSchema } from "../schema";
import { OWNER_PARAMETER } from "./deadLetterFilter";

const TIME = { format: "date-time" };

/** What a flow answered last. */
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
    { name: "of", in: "query", required: false, schema: OWNER_PARAMETER },
    ...pagingParameters("deliveries"),
  ],
  answer: paged("Deliveries", "The deliveries of this page.", {
    type: "object",
    additionalProperties: false,
    required: ["subscription", "instanceId", "trigger", "state", "attempts", "lastAnswer"],
    properties: {
      subscription: textSchema("Subscription", "Short name of the subscription."),
      instanceId: textSchema("Instance Id", "Id of the instance.", { format: "uuid" }),
      trigger: textSchema("Trigger", "What happened.", { enum: [...TRIGGERS] }),
      state: textSchema("State", "How the delivery stands.", { enum: [...DELIVERY_STATES] }),
      attempts: { type: "integer", minimum: 0, title: "Attempts", description: "How often the flow was called." },
      lastAnswer: LAST_ANSWER,
      cause: textSchema("Cause", "Why it was given up."),
      attemptedAt: textSchema("Attempted At", "When the flow was called last.", TIME),
      nextAttemptAt: textSchema("Next Attempt At", "When it will be called again.", TIME),
    },
  }),
};

const EVENT_ID = /^evt_[0-9a-f]{32}$/;

/** Sealed; only whoever opens it can tell whether it is ours. */
const CURSOR = /^[\w.-]{1,1000}$/;

interface DeliveriesQuery {
  /** Without `connection`, of everybody. */
  readonly of: { readonly eventId: string; readonly connection?: string };
  readonly paging: Paging;
}

export function parseDeliveriesQuery(
  request: HttpRequest,
  caller: Pick<Caller, "connection" | "roles">,
): DeliveriesQuery {
  const { eventId = "" } = request.params;
  if (!EVENT_ID.test(eventId)) {
    const message = `There is no event '${eventId.slice(0, 100)}'.`;
    throw new RequestProblem(404, "UnknownEvent", message, { target: "eventId" });
  }
  const problems: FieldProblem[] = [];
  const paging = parsePaging(request, (text) => CURSOR.test(text), problems);
  const of = request.query.get("of") ?? "own";
  if (of !== "own" && of !== "everybody") problems.push({ target: "of", message: "must be own or everybody" });
  if (problems.length > 0) throw invalidFields(problems);
  if (of === "everybody") requireRole(caller, "operate");
  return { of: of === "everybody" ? { eventId } : { eventId, connection: caller.connection }, paging };
}

interface Place {
  readonly request: HttpRequest;
  readonly eventId: string;
  readonly publicBaseUrl: string;
  readonly caller: Pick<Caller, "instances">;
}

/**
 * A page of deliveries as their owner sees them; `undefined` stands for a cursor that is not ours. An event is of one instance:
 * to whoever may not use it, it is as one that nobody was told of.
 */
export function answerDeliveries(
  page: Page<DeliveryStatus> | undefined,
  { request, eventId, publicBaseUrl, caller }: Place,
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
