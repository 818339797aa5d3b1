import { TRIGGERS } from "../../model/event";
import { LETTER_FILTER } from "./letterFilter";
import { LAST_ANSWER } from "./listDeliveries";
import { text } from "./listOf";
import { paged, pagingParameters } from "./paged";
import { type JsonSchema, type ParameterSchema, type RouteSchema } from "./routeSchema";

const TIME = { format: "date-time" };

const FILTERS = Object.entries(LETTER_FILTER).map(([name, schema]): ParameterSchema => ({
  name,
  in: "query",
  required: false,
  schema,
}));

/** Of a message that is no task nothing else is kept. */
const TEXT: JsonSchema = {
  type: "object",
  title: "Text",
  description: "What is told of a message that is no task.",
  required: ["length", "hash"],
  properties: {
    length: { type: "integer", minimum: 0, title: "Length", description: "Its characters." },
    hash: text("Hash", "A hash of it."),
  },
};

export const LIST_DEAD_LETTERS: RouteSchema = {
  operation: "listDeadLetters",
  method: "GET",
  route: "dead-letters",
  summary: "List dead letters",
  description: "Lists what was given up: deliveries of this connection, or tasks of the service itself.",
  parameters: [...FILTERS, ...pagingParameters("dead letters")],
  answer: paged("Dead Letters", "The dead letters of this page, the latest first.", {
    type: "object",
    required: ["kind", "cause"],
    properties: {
      kind: text("Kind", "A delivery or a task of the service.", { enum: ["delivery", "poison"] }),
      cause: text("Cause", "Why it was given up."),
      instanceId: text("Instance Id", "Id of the instance.", { format: "uuid" }),
      eventId: text("Event Id", "Id of the event."),
      trigger: text("Trigger", "What happened.", { enum: [...TRIGGERS] }),
      subscription: text("Subscription", "Short name of the subscription."),
      attempts: { type: "integer", minimum: 0, title: "Attempts", description: "How often the flow was called." },
      diedAt: text("Died At", "When a delivery was given up.", TIME),
      lastAnswer: LAST_ANSWER,
      redrivenAt: text("Redriven At", "When it was taken up again.", TIME),
      queue: text("Queue", "Where a task of the service was."),
      poisonedAt: text("Poisoned At", "When a task of the service was given up.", TIME),
      pending: { type: "boolean", title: "Pending", description: "Whether the service takes it up again by itself." },
      messageId: text("Message Id", "Id of the message in the poison queue."),
      sequence: { type: "integer", minimum: 0, title: "Sequence", description: "Number of the event in its instance." },
      chunkId: text("Chunk Id", "Which part of the event's deliveries."),
      claim: { type: "integer", minimum: 0, title: "Claim", description: "Which try of the task." },
      redriveId: text("Redrive Id", "Id of the redrive."),
      unreadable: text("Unreadable", "Which row of the service could not be read."),
      text: TEXT,
    },
  }),
};
