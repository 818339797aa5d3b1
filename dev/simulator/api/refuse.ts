import { type Answer } from "../http/answer";
import { type World } from "../world/model";
import { type Operation } from "./readContract";

export interface Refusal {
  readonly status: 400 | 403 | 404 | 406 | 409 | 429 | 500 | 503;
  readonly code: string;
  readonly message: string;
  readonly target?: string;
  readonly retryAfterSeconds?: number | undefined;
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

/** As the service model has it, or as OData itself does, which is likelier on the wire. */
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
