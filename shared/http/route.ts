/**
 * A route as one object: address, parameters, answers, who may call it, and its handler. `functions/` registers each by
 * `serve`; the connector's definition, the fuzzer and the tests use the same objects, which `routes/allRoutes.ts`
 * lists. This file knows no single route. What is done around every handler stands in `answer.ts` and
 * `answerAnyone.ts`.
 */
import {
  type HttpFunctionOptions,
  type HttpMethod,
  type HttpRequest,
  type HttpResponseInit,
  type InvocationContext,
} from "@azure/functions";
import { type Caller, type Role } from "../access/caller";
import { type CallBucket } from "../rateLimit/ports";
import { answer } from "./answer";
import { type Reply, answerAnyone } from "./answerAnyone";
import { invalidFields } from "./problems";
import { type ParameterSchema, type BodySchema, isOfHost } from "./schema";
import { type AnswerPorts } from "./ports";

/** A route's address, parameters and answers, as data. `serve` refuses query parameters that are not among them. */
export interface RouteContract {
  /** The registered name of the function, and the connector's operation. */
  readonly operation: string;
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** True for a GET that monitors ask with HEAD, too: the host does not take one for the other. */
  readonly alsoHead?: true;
  /** The address below `/api/`. */
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly ParameterSchema[];
  /** The reason for having no other OData options, as what follows the option's name; absent for the usual one. */
  readonly noOptions?: string;
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

/** The methods that a route takes. */
export function methodsOf({ method, alsoHead }: Pick<RouteContract, "method" | "alsoHead">): HttpMethod[] {
  return alsoHead ? [method, "HEAD"] : [method];
}

export interface Registration extends Omit<HttpFunctionOptions, "handler"> {
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
      ? answerAnyone(request, context, services, async (reply, open) => {
          tidyQuery(request.query, route);
          return route.handle(request, open, reply);
        })
      : answer(request, context, { ...route, services }, async (caller, deps) => {
          refuseUnknown(tidyQuery(request.query, route), route);
          return route.handle(request, caller, deps);
        });
  return { methods: methodsOf(route), authLevel: "anonymous", route: route.path, handler };
}

/**
 * Spells the names of the route's parameters as the route does, because the host ignores case, and drops those that are
 * empty: designers send them for a choice that was cleared. Returns the names that the route does not have.
 */
function tidyQuery(query: HttpRequest["query"], { parameters }: Pick<RouteContract, "parameters">): readonly string[] {
  const names = new Map(queryNames(parameters).map((name) => [name.toLowerCase(), name]));
  const given = [...query];
  for (const [written] of given) query.delete(written);
  for (const [written, value] of given) {
    const name = names.get(written.toLowerCase());
    if (name === undefined || value !== "") query.append(name ?? written, value);
  }
  return [...new Set(query.keys())].filter((name) => !names.has(name.toLowerCase()) && !isOfHost(name));
}

function queryNames(parameters: RouteContract["parameters"]): readonly string[] {
  return parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name);
}

/**
 * Throws 400 for query parameters that the route does not have: a condition that is dropped in silence gives a wrong
 * answer. Routes that are open to all ignore them. Monitors add some, and a flow that cannot end its subscription is
 * worse.
 */
function refuseUnknown(names: readonly string[], route: Pick<RouteContract, "parameters" | "noOptions">): void {
  if (names.length === 0) return;
  throw invalidFields(
    names.slice(0, MAX_NAMED).map((name) => ({ target: name.slice(0, 100), message: sayUnknown(name, route) })),
  );
}

const MAX_NAMED = 20;

function sayUnknown(name: string, { parameters, noOptions }: Pick<RouteContract, "parameters" | "noOptions">): string {
  const meant = queryNames(parameters).find((each) => each === `$${name.toLowerCase()}`);
  if (meant !== undefined) return `must be written ${meant}`;
  if (name.startsWith("$") && noOptions !== undefined) return noOptions;
  const possible = queryNames(parameters.filter(({ visibility }) => visibility !== "internal"));
  const listed = possible.length === 0 ? "there are no query parameters" : `possible are ${possible.join(", ")}`;
  const hint = /^[$\w.-]*$/.test(name) ? "" : ". Within a value, & is written %26";
  return `is not possible here; ${listed}${hint}`;
}
