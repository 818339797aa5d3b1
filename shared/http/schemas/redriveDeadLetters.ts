import { LETTER_FILTER } from "./letterFilter";
import { text } from "./listOf";
import { type WriteSchema } from "./writeSchema";

export const REDRIVE_DEAD_LETTERS: WriteSchema = {
  operation: "redriveDeadLetters",
  method: "POST",
  route: "dead-letters/redrive",
  summary: "Redrive dead letters",
  description: "Takes up again what was given up, or only counts it.",
  parameters: [],
  body: {
    title: "Redrive",
    description: "Which dead letters.",
    type: "object",
    additionalProperties: false,
    properties: {
      ...LETTER_FILTER,
      preview: { type: "boolean", title: "Preview", description: "Only count them.", default: false },
    },
  },
  answers: {
    200: {
      title: "Preview",
      type: "object",
      additionalProperties: false,
      required: ["count"],
      properties: { count: { type: "integer", minimum: 0, title: "Count", description: "How many there are." } },
    },
    202: {
      title: "Redrive",
      type: "object",
      additionalProperties: false,
      required: ["redriveId"],
      properties: { redriveId: text("Redrive Id", "Id of the redrive, as the logs tell it.") },
    },
  },
};
