import { type IncomingHttpHeaders } from "node:http";
import { type Answer } from "../http/answer";
import { type Fault } from "../world/fault";
import { type World } from "../world/model";
import { applyScene } from "./applyScene";
import { authenticate } from "./authenticate";
import { type ApiCall } from "./call";
import { countCall } from "./countCall";
import { describeInstance } from "./describeInstance";
import { INSTANCE_HANDLERS } from "./handlers";
import { type Operation } from "./readContract";
import { readRoute, type Route } from "./readRoute";
import { refuse } from "./refuse";
import { refuseByFault } from "./refuseByFault";
import { takeFault } from "./takeFault";

export interface ApiRequest {
  readonly method: string;
  readonly url: URL;
  readonly prefix: "v1" | "api";
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** `fault` is what spoils the way of the answer, when a fault of the connection hits this call. */
export interface ApiResult {
  readonly answer: Answer;
  readonly fault: Fault | undefined;
}

export function answerApi(world: World, operations: readonly Operation[], request: ApiRequest): ApiResult {
  const { url, prefix, headers } = request;
  const route = findRoute(world, operations, request);
  const name = route?.operation.operationId ?? "unknown";
  countCall(world, name);
  const fault = takeFault(world, {
    operationId: name,
    path: url.pathname + url.search,
    instanceId: instanceIdOf(route),
  });
  const refused = authenticate(world.scene, prefix, headers, url.searchParams) ?? refuseByFault(world, route, fault);
  if (refused) return { answer: refused, fault: undefined };
  if (!route) return { answer: refuse(world, undefined, notFound("Resource not found")), fault };
  const answer = answerRoute(world, route, request);
  const isRows = route.operation.segments.includes("data");
  return { answer: isRows ? answer : { ...answer, json: applyScene(answer.json, world.scene) }, fault };
}

/** The writes are a preview: they may be gone. */
const PREVIEW = ["Create-an-entity", "Update-an-entity"];

function findRoute(
  { scene }: World,
  operations: readonly Operation[],
  { method, url, prefix }: ApiRequest,
): Route | undefined {
  const route = readRoute(operations, method, url.pathname.slice(prefix.length + 1), scene.dialects);
  return route && PREVIEW.includes(route.operation.operationId) && !scene.writes ? undefined : route;
}

function answerRoute(world: World, { operation, parameters }: Route, request: ApiRequest): Answer {
  const call: ApiCall = {
    world,
    parameters,
    query: request.url.searchParams,
    headers: request.headers,
    body: request.body,
    origin: request.url.origin,
    prefix: request.prefix,
    refuse: (refusal) => refuse(world, operation, refusal),
  };
  if (operation.operationId === "Get-all-instances") return listInstances(call);
  const wanted = parameters["instanceId"]?.toLowerCase();
  const instance = world.instances.find(({ instanceId }) => instanceId === wanted);
  if (!instance) return refuse(world, operation, instanceNotFound(operation));
  const handler = INSTANCE_HANDLERS[operation.operationId];
  return handler ? handler({ ...call, instance }) : refuse(world, operation, notFound("Resource not found"));
}

function listInstances({ world, prefix, origin }: ApiCall): Answer {
  const scaleUnitUri = prefix === "api" ? origin : undefined;
  return { status: 200, json: world.instances.map((instance) => describeInstance(instance, scaleUnitUri)) };
}

const instanceIdOf = (route: Route | undefined): string | undefined => route?.parameters["instanceId"]?.toLowerCase();

const notFound = (message: string) => ({ status: 404, code: "NotFound", message }) as const;

/** Some operations declare no 404; there an unknown instance looks like one the caller has no role on. */
function instanceNotFound({ errors }: Operation) {
  return errors.has(404)
    ? ({ status: 404, code: "InstanceNotFound", message: "The instance was not found." } as const)
    : ({ status: 403, code: "AuthorizationFailed", message: "The caller has no role on this instance." } as const);
}
