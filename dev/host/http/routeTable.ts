/** The routes of all HTTP functions: conflicts and overlaps, and the search for the route of a request. */
import { type FunctionFault } from "../functions/functionIndex";
import { type HttpFunction } from "../functions/hostedFunction";
import { type RouteValues, matchRoute } from "./routeMatch";
import { type RoutePart, type RouteSegment, parseRoute } from "./routeTemplate";

export interface Route {
  readonly fn: HttpFunction;
  /** The template includes the prefix of host.json. */
  readonly template: string;
  readonly segments: readonly RouteSegment[];
}

export interface RouteTable {
  readonly routes: readonly Route[];
  readonly faults: readonly FunctionFault[];
  /** Pairs of routes that some path fits both of, in words. */
  readonly warnings: readonly string[];
}

/**
 * The routes in the order they are tried, that of the functions given. A later one with the same template is refused.
 */
export function buildRouteTable(functions: readonly HttpFunction[], prefix: string): RouteTable {
  const routes: Route[] = [];
  const faults: FunctionFault[] = [];
  for (const fn of functions) {
    try {
      routes.push(toRoute(fn, prefix, routes));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      faults.push({ functionName: fn.name, reason: `route "${fn.route}": ${reason}` });
    }
  }
  return { routes, faults, warnings: findOverlaps(routes) };
}

function toRoute(fn: HttpFunction, prefix: string, earlier: readonly Route[]): Route {
  if (/^\/?(?:admin|runtime)/i.test(fn.route)) throw new Error("routes that start with admin or runtime are reserved.");
  const segments = parseRoute(fn.route);
  const template = prefix === "" ? fn.route : `${prefix}/${fn.route}`;
  const conflict = earlier.find(
    (route) => route.template.toLowerCase() === template.toLowerCase() && shareMethod(route.fn, fn),
  );
  if (conflict) throw new Error(`function "${conflict.fn.name}" has the same route and method.`);
  return { fn, template, segments: prefix === "" ? segments : [...parseRoute(prefix), ...segments] };
}

function shareMethod(a: HttpFunction, b: HttpFunction): boolean {
  return a.methods.some((method) => b.methods.includes(method));
}

function findOverlaps(routes: readonly Route[]): string[] {
  return routes.flatMap((first, index) =>
    routes
      .slice(index + 1)
      .filter(
        (second) =>
          !isFallback(second) && shareMethod(first.fn, second.fn) && routesOverlap(first.segments, second.segments),
      )
      .map(
        (second) =>
          `Routes "${first.template}" (${first.fn.name}) and "${second.template}" (${second.fn.name}) overlap: ` +
          `what fits both goes to ${first.fn.name}, whose name comes first.`,
      ),
  );
}

/** True for a route that takes every address, which is meant to take what others leave. */
function isFallback({ fn }: Route): boolean {
  return /^\{\*{1,2}\w+\}$/.test(fn.route);
}

/** True when some path may fit both routes; constraints are weighed against literals only. */
function routesOverlap(a: readonly RouteSegment[], b: readonly RouteSegment[]): boolean {
  const [first, ...restOfA] = a;
  const [second, ...restOfB] = b;
  if (!first || !second) return [...a, ...b].every(canBeAbsent);
  if (isCatchAll(first) || isCatchAll(second)) return true;
  if (segmentsOverlap(first, second) && routesOverlap(restOfA, restOfB)) return true;
  return canBeAbsent(first) && canBeAbsent(second) && [...a, ...b].every(canBeAbsent);
}

function canBeAbsent(segment: RouteSegment): boolean {
  const only = onlyPart(segment);
  return only?.kind === "parameter" && (only.isOptional || only.isCatchAll || only.defaultValue !== undefined);
}

function onlyPart(segment: RouteSegment): RoutePart | undefined {
  return segment.length === 1 ? segment[0] : undefined;
}

function isCatchAll(segment: RouteSegment): boolean {
  const only = onlyPart(segment);
  return only?.kind === "parameter" && only.isCatchAll;
}

function segmentsOverlap(a: RouteSegment, b: RouteSegment): boolean {
  const [literalA, literalB] = [literalOf(a), literalOf(b)];
  if (literalA !== undefined && literalB !== undefined) return literalA.toLowerCase() === literalB.toLowerCase();
  if (literalA !== undefined) return allows(b, literalA);
  return literalB === undefined || allows(a, literalB);
}

function literalOf(segment: RouteSegment): string | undefined {
  const only = onlyPart(segment);
  return only?.kind === "literal" ? only.text : undefined;
}

function allows(segment: RouteSegment, text: string): boolean {
  const only = onlyPart(segment);
  return only?.kind !== "parameter" || only.constraints.every((constraint) => constraint(text));
}

/** The first route that fits method and path. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; values: RouteValues } | undefined {
  for (const route of routes) {
    const values = route.fn.methods.includes(method.toUpperCase()) ? matchRoute(route.segments, path) : undefined;
    if (values) return { route, values };
  }
  return undefined;
}
