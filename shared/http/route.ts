/**
 * A route as one object: address, parameters, answers, who may call it, and its handler. `functions/` registers each by
 * `serve`; the connector's definition, the fuzzer and the tests use the same objects, which `routes/allRoutes.ts`
 * lists. This file knows no single route. What is done around every handler stands in `answer.ts` and
 * `answerAnyone.ts`.
 */
import {
  type HttpFunctionOptions,
  type HttpRequest,
  type HttpResponseInit,
  type InvocationContext,
} from "@azure/functions";
import { type Caller, type Role } from "../access/caller";
import { type CallBucket } from "../rateLimit/ports";
import { answer } from "./answer";
import { type Reply, answerAnyone } from "./answerAnyone";
import { type ParameterSchema, type BodySchema } from "./schema";
import { type AnswerPorts } from "./ports";

/** A route's address, parameters and answers, as data. */
export interface RouteContract {
  /** The registered name of the function, and the connector's operation. */
  readonly operation: string;
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** The address below `/api/`. */
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly ParameterSchema[];
  readonly body?: BodySchema;
  /** The schema of each success by its status; null for an answer without a body. */
  readonly answers: Readonly<Record<number, BodySchema | null>>;
  /** The operation's prominence in the connector's designer; absent for a route that is no action of the connector. */
  readonly visibility?: "important" | "advanced" | "internal";
}

/** A route for callers who are known; `D` is what its handler needs. */
export interface Route<D> extends RouteContract {
  /** The role that a caller must have. */
  readonly role: Role;
  /** The limit of the connection that a call counts against; `calls` when absent. */
  readonly bucket?: CallBucket;
  readonly handle: (request: HttpRequest, caller: Caller, deps: D) => Promise<HttpResponseInit>;
}

/** A route that needs no credentials. Its handler opens the services itself, because they may fail to open. */
export interface OpenRoute<D> extends RouteContract {
  readonly role: "none";
  readonly handle: (request: HttpRequest, open: () => D, reply: Reply) => Promise<HttpResponseInit>;
}

export type AnyRoute<D> = Route<D> | OpenRoute<D>;

interface Registration extends Omit<HttpFunctionOptions, "handler"> {
  readonly handler: (request: HttpRequest, context: InvocationContext) => Promise<HttpResponseInit>;
}

/**
 * The registration of a route with the host. Credentials are checked by `answer` and not by the host, hence
 * `anonymous`.
 */
export function serve<D>(
  route: AnyRoute<D>,
  services: (context: InvocationContext) => NoInfer<D> & AnswerPorts,
): Registration {
  const handler: Registration["handler"] = (request, context) =>
    route.role === "none"
      ? answerAnyone(request, context, services, (reply, open) => route.handle(request, open, reply))
      : answer(request, context, { ...route, services }, (caller, deps) => route.handle(request, caller, deps));
  return { methods: [route.method], authLevel: "anonymous", route: route.path, handler };
}
