import { type JsonSchema, type RouteSchema } from "./routeSchema";

/** The schema of a whole list; each property has a title and a description. */
export function listOf(title: string, properties: JsonSchema, required: readonly string[]): RouteSchema["answer"] {
  const items = { type: "object", additionalProperties: false, required, properties };
  return {
    title,
    type: "object",
    additionalProperties: false,
    required: ["value"],
    properties: { value: { type: "array", title, description: "Sorted by name.", items } },
  };
}

export function text(title: string, description: string, more: JsonSchema = {}): JsonSchema {
  return { type: "string", title, description, ...more };
}
