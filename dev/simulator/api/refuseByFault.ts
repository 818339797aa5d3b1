import { type Answer } from "../http/answer";
import { type Fault } from "../world/fault";
import { type World } from "../world/model";
import { type Route } from "./readRoute";
import { refuse, type Refusal } from "./refuse";

const RATE_LIMIT_SECONDS = 1;

/** The error answer of a fault that is one; other faults spoil a good answer on its way. */
export function refuseByFault(world: World, route: Route | undefined, fault: Fault | undefined): Answer | undefined {
  if (fault?.kind === "401") return { status: 401, headers: { "www-authenticate": "Bearer" } };
  const refusal = fault && toRefusal(fault);
  return refusal && refuse(world, route?.operation, refusal);
}

function toRefusal({ kind, retryAfterSeconds }: Fault): Refusal | undefined {
  const seconds = retryAfterSeconds ?? RATE_LIMIT_SECONDS;
  const refusals: Partial<Record<Fault["kind"], Refusal>> = {
    "403": { status: 403, code: "AuthorizationFailed", message: "The caller has no role on this instance." },
    "404": { status: 404, code: "NotFound", message: "Resource not found" },
    "429": {
      status: 429,
      code: "TooManyRequests",
      message: `Rate limit is exceeded. Try again in ${seconds} seconds.`,
      retryAfterSeconds: seconds,
    },
    "500": { status: 500, code: "ApiInternalError", message: "An internal error occurred.", retryAfterSeconds },
    "503": { status: 503, code: "ServiceUnavailable", message: "The service is not available.", retryAfterSeconds },
  };
  return refusals[kind];
}
