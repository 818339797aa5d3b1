import { type RouteContract } from "../../shared/http/route";
import { ALL_ROUTES } from "../../shared/http/routes/allRoutes";

/** A route that the connector shows as an action, or uses itself. */
export interface Operation extends RouteContract {
  readonly visibility: NonNullable<RouteContract["visibility"]>;
}

const ROUTES: readonly RouteContract[] = ALL_ROUTES;

/** All operations that are no triggers. */
export const OPERATIONS: readonly Operation[] = ROUTES.filter(isOperation);

function isOperation(route: RouteContract): route is Operation {
  return route.visibility !== undefined;
}
