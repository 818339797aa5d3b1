/**
 * The route that lists dead letters: deliveries that were given up, or poison. Its filter stands in
 * `deadLetterFilter.ts`.
 */
import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type ListDeadLettersDeps, listEveryDeadLetter } from "../../delivery/deadLetters/redriveDeadLetters";
import { describePoison } from "../../delivery/deadLetters/poison";
import { type DeadLetter, type DeadLetterFilter, type Poison, type PoisonFilter } from "../../model/deadLetter";
import { defined } from "../../model/defined";
import { TRIGGERS } from "../../model/event";
import { type Page } from "../../model/stored";
import { subscriptionHash } from "../../model/subscription";
import { type FieldProblem } from "../../validation/guard";
import { type Paging, answerPage, pageParameters, paged, parsePaging } from "../paging";
import { type HttpPorts } from "../ports";
import { type ParameterSchema, type JsonSchema, TIME, textSchema } from "../schema";
import { invalidFields } from "../problems";
import { type Route } from "../route";
import { DEAD_LETTER_FIELDS, DEAD_LETTER_FILTER, parseDeadLetterFilter, requireDeadLetters } from "./deadLetterFilter";
import { LAST_ANSWER } from "./deliveries";

/** The filters that the designer shows at once; all others are advanced. */
const PROMINENT = ["instanceId", "trigger"];

const FILTERS = Object.entries(DEAD_LETTER_FILTER).map(([name, schema]): ParameterSchema => ({
  name,
  in: "query",
  required: false,
  schema,
  ...(!PROMINENT.includes(name) && { visibility: "advanced" }),
}));

/** A message that is no task: nothing else of it is kept. */
const TEXT: JsonSchema = {
  type: "object",
  title: "Text",
  description: "What is told of a message that is no task.",
  required: ["length", "hash"],
  properties: {
    length: { type: "integer", minimum: 0, title: "Length", description: "Its characters." },
    hash: textSchema("Hash", "A hash of it."),
  },
};

const DEAD_LETTERS = paged("Dead Letters", "The dead letters of this page, the latest first.", {
  type: "object",
  required: ["kind", "cause"],
  properties: {
    kind: textSchema("Kind", "A delivery or a task of the service.", { enum: ["delivery", "poison"] }),
    cause: textSchema("Cause", "Why it was given up."),
    instanceId: textSchema("Instance Id", "Id of the instance.", { format: "uuid" }),
    eventId: textSchema("Event Id", "Id of the event."),
    trigger: textSchema("Trigger", "What happened.", { enum: [...TRIGGERS] }),
    subscription: textSchema("Subscription", "Short name of the subscription."),
    attempts: {
      type: "integer",
      minimum: 0,
      title: "Attempts",
      description: "The number of attempts, also of one under way or cut off.",
    },
    diedAt: textSchema("Died At", "When a delivery was given up.", TIME),
    lastAnswer: LAST_ANSWER,
    redrivenAt: textSchema("Redriven At", "When it was taken up again.", TIME),
    queue: textSchema("Queue", "Where a task of the service was."),
    poisonedAt: textSchema("Poisoned At", "When a task of the service was given up.", TIME),
    pending: { type: "boolean", title: "Pending", description: "Whether the service takes it up again by itself." },
    messageId: textSchema("Message Id", "Id of the message in the poison queue."),
    sequence: { type: "integer", minimum: 0, title: "Sequence", description: "Number of the event in its instance." },
    chunkId: textSchema("Chunk Id", "Which part of the event's deliveries."),
    claim: { type: "integer", minimum: 0, title: "Claim", description: "Which try of the task." },
    redriveId: textSchema("Redrive Id", "Id of the redrive."),
    unreadable: textSchema("Unreadable", "Which row of the service could not be read."),
    text: TEXT,
  },
});

/** A cursor is the row key of a dead letter, where the last page ended. */
const PAGE = pageParameters("dead letters", { cursor: String.raw`^letter:\d{16}\.[0-9a-f]{24}$` });

export const LIST_DEAD_LETTERS_ROUTE: Route<ListDeadLettersDeps & Pick<HttpPorts, "links">> = {
  operation: "listDeadLetters",
  method: "GET",
  path: "dead-letters",
  summary: "List dead letters",
  description: "Lists what was given up: deliveries of this connection, or tasks of the service itself.",
  parameters: [...FILTERS, ...PAGE],
  answers: { 200: DEAD_LETTERS },
  visibility: "advanced",
  role: "subscribe",
  handle: async (request, caller, deps) => {
    const { filter, paging } = parseDeadLetterQuery(request, caller);
    return answerDeadLetters(await listEveryDeadLetter(filter, paging, deps), request, deps.links.publicBaseUrl);
  },
};

/** A page of dead letters as their owner sees them, a subscription named by its hash; or a page of poison. */
export function answerDeadLetters(
  { items, ...rest }: Page<DeadLetter | Poison>,
  request: HttpRequest,
  publicBaseUrl: string,
): HttpResponseInit {
  return answerPage(
    { ...rest, items: items.map((each) => ("queue" in each ? showPoison(each) : show(each))) },
    { request, url: `${publicBaseUrl}/dead-letters` },
  );
}

function showPoison(poison: Poison): object {
  return { kind: "poison", ...describePoison(poison) };
}

function show({ event, subscription, cause, attempts, diedAt, lastAnswer, redrivenAt }: DeadLetter): object {
  const { instanceId, eventId } = event;
  const { trigger } = subscription;
  return {
    kind: "delivery",
    instanceId,
    eventId,
    trigger,
    subscription: subscriptionHash(subscription),
    cause,
    attempts,
    diedAt,
    lastAnswer,
    ...defined({ redrivenAt }),
  };
}

/** The filter and the page that are asked for; throws a problem that names every parameter that is wrong. */
export function parseDeadLetterQuery(
  request: HttpRequest,
  caller: Caller,
): {
  readonly filter: DeadLetterFilter | PoisonFilter;
  readonly paging: Paging;
} {
  const problems: FieldProblem[] = [];
  const fields = Object.fromEntries(DEAD_LETTER_FIELDS.map((name) => [name, request.query.get(name) ?? undefined]));
  const filter = parseDeadLetterFilter(fields, caller, problems);
  const paging = parsePaging(request, PAGE, problems);
  if (problems.length > 0) throw invalidFields(problems);
  requireDeadLetters(caller, filter);
  return { filter, paging };
}
