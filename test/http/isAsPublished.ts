import { type HttpResponseInit } from "@azure/functions";
import { Ajv } from "ajv";

/** Every problem is told in this form. */
export const ERROR = {
  type: "object",
  additionalProperties: false,
  required: ["error"],
  properties: {
    error: {
      type: "object",
      additionalProperties: false,
      required: ["code", "message"],
      properties: {
        code: { type: "string" },
        message: { type: "string", maxLength: 1_000 },
        target: { type: "string" },
        details: { type: "array", maxItems: 20, items: { type: "object" } },
      },
    },
  },
};

const ajv = new Ajv({ strict: false, validateFormats: false });

/** True when an answer's body is as the schemas of its route say, by status, or an error in the one form. */
export function isAsPublished(
  answers: Readonly<Record<number, object | null>>,
  { status = 200, jsonBody }: HttpResponseInit,
): boolean {
  const schema = status >= 400 ? ERROR : answers[status];
  if (schema === undefined) return false;
  return schema === null ? jsonBody === undefined : ajv.validate(schema, JSON.parse(JSON.stringify(jsonBody)));
}
