import { text } from "./listOf";
import { SKIP_TOKEN, pageSize } from "./parameters";
import { type JsonSchema, type ParameterSchema, type RouteSchema } from "./routeSchema";

/** The schema of one page of a list. */
export function paged(title: string, description: string, items: JsonSchema): RouteSchema["answer"] {
  return {
    title,
    type: "object",
    additionalProperties: false,
    required: ["value"],
    properties: {
      value: { type: "array", title, description, items },
      "@odata.nextLink": text("Next Link", "The address of the next page; absent on the last one.", { format: "uri" }),
    },
  };
}

/** What every list that we keep ourselves takes (`paging/parsePaging.ts`). */
export function pagingParameters(what: string): readonly ParameterSchema[] {
  return [pageSize(what, { fallback: 100, most: 1_000 }), SKIP_TOKEN];
}
