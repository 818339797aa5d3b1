import { type RouteSchema, type WriteSchema } from "../../shared/http/schema";

type Answer = RouteSchema["answer"];

/** Any route as the definition tells it, whichever form its schema has. */
export interface DescribedOperation extends Omit<RouteSchema, "method" | "answer"> {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly body?: WriteSchema["body"];
  /** By status; null: no body. */
  readonly answers: Readonly<Record<string, Answer | null>>;
  readonly visibility: "important" | "advanced" | "internal";
}

type Told = Omit<RouteSchema, "method" | "answer"> & { readonly method: DescribedOperation["method"] };

/** The operation of a route's schema. */
export function describeOperation(
  schema: Told & (Pick<RouteSchema, "answer"> | { readonly answers: DescribedOperation["answers"] }),
  visibility: DescribedOperation["visibility"],
): DescribedOperation {
  const answers = "answers" in schema ? schema.answers : { 200: schema.answer };
  return { ...schema, answers, visibility };
}
