import { type JsonSchema, type RouteSchema } from "./routeSchema";

/** What a route that changes something takes and, when all goes well, answers. */
export interface WriteSchema extends Omit<RouteSchema, "method" | "answer"> {
  readonly method: "POST" | "PATCH";
  readonly body: JsonSchema & { readonly title: string };
  /** By status; null: the answer has no body. */
  readonly answers: Readonly<Record<number, (JsonSchema & { readonly title: string }) | null>>;
}
