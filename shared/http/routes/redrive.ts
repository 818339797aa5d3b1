/** The route that takes dead letters up again. */
import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Caller } from "../../access/caller";
import {
  type RedriveDeps,
  type RedriveRequest,
  type RedriveResult,
  redriveDeadLetters,
} from "../../delivery/deadLetters/redriveDeadLetters";
import { type FieldProblem, guardFields } from "../../validation/guard";
import { invalidFields } from "../problems";
import { readJson } from "../readJson";
import { type Route } from "../route";
import { textSchema } from "../schema";
import { DEAD_LETTER_FIELDS, DEAD_LETTER_FILTER, parseDeadLetterFilter, requireDeadLetters } from "./deadLetterFilter";

export const REDRIVE_DEAD_LETTERS_ROUTE: Route<RedriveDeps> = {
  operation: "redriveDeadLetters",
  method: "POST",
  path: "dead-letters/redrive",
  summary: "Redrive dead letters",
  description: "Takes up again what was given up, or only counts it.",
  parameters: [],
  body: {
    title: "Redrive",
    description: "Which dead letters.",
    type: "object",
    additionalProperties: false,
    properties: {
      ...DEAD_LETTER_FILTER,
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
      properties: { redriveId: textSchema("Redrive Id", "Id of the redrive, as the logs tell it.") },
    },
  },
  visibility: "advanced",
  role: "subscribe",
  handle: async (request, caller, deps) =>
    answerRedrive(await redriveDeadLetters(await parseRedrive(request, caller), deps)),
};

const TEXT = { type: "string", maxLength: 100 };

type RedriveBody = Readonly<Partial<Record<(typeof DEAD_LETTER_FIELDS)[number], string>>> & {
  readonly preview?: boolean;
};

const checkBody = guardFields<RedriveBody>({
  type: "object",
  additionalProperties: false,
  properties: {
    ...Object.fromEntries(DEAD_LETTER_FIELDS.map((name) => [name, TEXT])),
    preview: { type: "boolean" },
  },
});

/** Reads the filter of the list from a body; throws a problem that names every field that is wrong. */
export async function parseRedrive(request: HttpRequest, caller: Caller): Promise<RedriveRequest> {
  const checked = checkBody(await readJson(request));
  if (!checked.ok) throw invalidFields(checked.problems);
  const problems: FieldProblem[] = [];
  const fields = Object.fromEntries(DEAD_LETTER_FIELDS.map((name) => [name, checked.value[name]]));
  const filter = parseDeadLetterFilter(fields, caller, problems);
  if (problems.length > 0) throw invalidFields(problems);
  requireDeadLetters(caller, filter);
  return { filter, preview: checked.value.preview ?? false };
}

export function answerRedrive(result: RedriveResult): HttpResponseInit {
  return result.outcome === "counted"
    ? { status: 200, jsonBody: { count: result.count } }
    : { status: 202, jsonBody: { redriveId: result.redriveId } };
}
