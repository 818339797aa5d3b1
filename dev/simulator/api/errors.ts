/** Error answers: the refusals of the service, and those that a fault causes. */

import { type Fault, type World } from "../world/model";
import { type Answer, type Refusal } from "./call";
import { type Operation, type Route } from "./contract";

/** The error answer of a fault that is one; other faults spoil a good answer on its way. */
export function refuseByFault(world: World, route: Route | undefined, fault: Fault | undefined): Answer | undefined {
  if (fault?.kind === "401") return { status: 401, headers: { "www-authenticate": "Bearer" } };
  const refusal = fault && toRefusal(fault);
  return refusal && refuse(world, route?.operation, refusal);
}

const RATE_LIMIT_SECONDS = 1;

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

/** An error answer with the kind of body that the contract declares for this operation and status. */
export function refuse(world: World, operation: Operation | undefined, refusal: Refusal): Answer {
  const { status, message, retryAfterSeconds } = refusal;
  const headers = retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) };
  const bodies = {
    api: () => apiError(refusal),
    odata: () => odataError(world, refusal),
    empty: () => undefined,
    gateway: () => (status === 403 ? apiError(refusal) : { statusCode: status, message }),
  };
  return { status, headers, json: bodies[operation?.errors.get(status) ?? "gateway"]() };
}

const STATUS_NAMES = {
  400: "BadRequest",
  403: "Forbidden",
  404: "NotFound",
  406: "NotAcceptable",
  409: "Conflict",
  429: "TooManyRequests",
  500: "InternalServerError",
  503: "ServiceUnavailable",
} as const;

function apiError({ status, code, message, target }: Refusal) {
  return {
    exception: null,
    httpStatusCode: STATUS_NAMES[status],
    exceptionCulprit: status >= 500 ? "system" : "user",
    errorCode: code,
    resultSeverity: "error",
    message,
    name: code.charAt(0).toLowerCase() + code.slice(1),
    params: target === undefined ? {} : { target },
    ciResults: [],
  };
}

/** The error body of the service model, or the one of OData itself, which is likelier on the wire. */
function odataError({ scene }: World, { status, message, target }: Refusal) {
  const code = STATUS_NAMES[status];
  if (scene.odataErrorForm === "wrapped") return { error: { code, message, target: target ?? null, details: [] } };
  return {
    errorCode: code,
    message,
    target: target ?? null,
    details: [],
    innerError: null,
    instanceAnnotations: [],
    typeAnnotation: null,
  };
}

interface FaultTarget {
  readonly operationId: string;
  readonly path: string;
  readonly instanceId: string | undefined;
}

/** The first fault that hits this call, counted down; undefined when none does. */
export function takeFault(world: World, target: FaultTarget): Fault | undefined {
  const fault = world.faults.find((candidate) => hits(candidate, target));
  if (fault?.timesLeft !== undefined) {
    fault.timesLeft -= 1;
    if (fault.timesLeft === 0) world.faults = world.faults.filter((other) => other !== fault);
  }
  return fault;
}

function hits({ operation, pathContains, instanceId }: Fault, target: FaultTarget): boolean {
  return (
    (operation === undefined || operation.toLowerCase() === target.operationId.toLowerCase()) &&
    (pathContains === undefined || target.path.includes(pathContains)) &&
    (instanceId === undefined || instanceId.toLowerCase() === target.instanceId)
  );
}
