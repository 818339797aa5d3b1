/** The operations of the connector that are no triggers, in the order of the definition. */
import { type RouteContract } from "../../shared/http/route";
import { ALL_ROUTES } from "../../shared/http/routes/allRoutes";

/** A route that the connector shows as an action, or uses itself. */
export interface Operation extends RouteContract {
  readonly visibility: NonNullable<RouteContract["visibility"]>;
}

const ROUTES: readonly RouteContract[] = ALL_ROUTES;

export const OPERATIONS: readonly Operation[] = ROUTES.filter(isOperation);

function isOperation(route: RouteContract): route is Operation {
  return route.visibility !== undefined;
}
