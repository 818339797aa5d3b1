import { type HttpFunction } from "../hostedFunction";
import { type FunctionFault } from "../indexFunctions";
import { matchRoute, type RouteValues } from "./matchRoute";
import { parseRoute, type RouteSegment } from "./parseRoute";
import { routesOverlap } from "./routesOverlap";

export interface Route {
  readonly fn: HttpFunction;
  /** With the prefix. */
  readonly template: string;
  readonly segments: readonly RouteSegment[];
}

export interface RouteTable {
  readonly routes: readonly Route[];
  readonly faults: readonly FunctionFault[];
  /** Pairs of routes that some path fits both of, in words. */
  readonly warnings: readonly string[];
}

/** The routes in the order they are tried, that of the functions given. A later one with the same template is refused. */
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

function findOverlaps(routes: readonly Route[]): string[] {
  return routes.flatMap((first, index) =>
    routes
      .slice(index + 1)
      .filter((second) => shareMethod(first.fn, second.fn) && routesOverlap(first.segments, second.segments))
      .map(
        (second) =>
          `Routes "${first.template}" (${first.fn.name}) and "${second.template}" (${second.fn.name}) overlap: ` +
          `what fits both goes to ${first.fn.name}, whose name comes first.`,
      ),
  );
}

function shareMethod(a: HttpFunction, b: HttpFunction): boolean {
  return a.methods.some((method) => b.methods.includes(method));
}
