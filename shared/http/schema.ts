/** JSON schemas as data: answers are checked against them in tests, and the connector's definition is generated from them. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** The schema of a whole body; the title names what is answered or sent. */
export type BodySchema = JsonSchema & { readonly title: string };

/** A date and time as JSON schema and OpenAPI name it; spread into a text schema. */
export const TIME = { format: "date-time" } as const;

export function textSchema(title: string, description: string, more: JsonSchema = {}): JsonSchema {
  return { type: "string", title, description, ...more };
}

/** The answer of a route that gives a whole list; each property has a title and a description. */
export function listOf(title: string, properties: JsonSchema, required: readonly string[]): BodySchema {
  const items = { type: "object", additionalProperties: false, required, properties };
  return {
    title,
    type: "object",
    additionalProperties: false,
    required: ["value"],
    properties: { value: { type: "array", title, description: "Sorted by name.", items } },
  };
}
