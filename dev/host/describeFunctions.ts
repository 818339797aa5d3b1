import { type HostedFunction } from "./hostedFunction";
import { type App } from "./startApp";

/** The function table that is printed when the app has started, a line each. */
export function describeFunctions({ functions, routes }: App, url: string): string[] {
  return functions.map((fn) => {
    const note = fn.isDisabled ? " (disabled)" : "";
    return `${fn.name}: ${describe(fn, routes, url)}${note}`;
  });
}

function describe(fn: HostedFunction, routes: App["routes"], url: string): string {
  switch (fn.kind) {
    case "http":
      return `${fn.methods.join(",")} ${url}/${routes.find((route) => route.fn === fn)?.template ?? fn.route}`;
    case "timer":
      return `timer ${fn.schedule}`;
    case "queue":
      return `queue ${fn.queueName}`;
    default:
      return fn satisfies never;
  }
}
