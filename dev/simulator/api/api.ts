/**
 * The simulated API: a request is authenticated, given to the handler of its operation, and answered in the forms of
 * the scene.
 */

import { type IncomingHttpHeaders } from "node:http";
import { type World } from "../world/model";
import { type Scene } from "../world/scene";
import { type Answer, type ApiCall, type ApiResult, type InstanceHandler, countCall } from "./call";
import { type Operation, type Route, readRoute } from "./contract";
import { getDataSource, listDataSources } from "./dataSources";
import { getEntity, getEntitySize, listEntities } from "./entities";
import { refuse, refuseByFault, takeFault } from "./errors";
import { describeInstance, describeInstanceMetadata, listSchedules } from "./instances";
import { getMeasure, listMeasures } from "./measures";
import { applyScene } from "./notation";
import { readData } from "./rowReads";
import { createRow, updateRow } from "./rowWrites";
import { listSegments } from "./segments";
import { getJob, getStatus, listHistory, listJobs, postJob } from "./workflow";

export interface ApiRequest {
  readonly method: string;
  readonly url: URL;
  readonly prefix: "v1" | "api";
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
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

/** The writes are a preview: the service may take them away. */
const PREVIEW = ["Create-an-entity", "Update-an-entity"];

function findRoute(
  { scene }: World,
  operations: readonly Operation[],
  { method, url, prefix }: ApiRequest,
): Route | undefined {
  const route = readRoute(operations, method, url.pathname.slice(prefix.length + 1), scene.dialects);
  return route && PREVIEW.includes(route.operation.operationId) && !scene.writes ? undefined : route;
}

const instanceIdOf = (route: Route | undefined): string | undefined => route?.parameters["instanceId"]?.toLowerCase();

const CHALLENGE = { "www-authenticate": 'Bearer authorization_uri="https://login.microsoftonline.com/common"' };

const DENIED = "Access denied due to";

/**
 * The refusal of a caller without valid credentials. Only the public gateway (`/v1`) asks for a subscription key, and
 * first.
 */
function authenticate(
  scene: Pick<Scene, "token" | "keys">,
  prefix: "v1" | "api",
  headers: IncomingHttpHeaders,
  query: URLSearchParams,
): Answer | undefined {
  const key = headers["ocp-apim-subscription-key"] ?? query.get("subscription-key");
  if (prefix === "v1" && !key)
    return unauthorized(
      `${DENIED} missing subscription key. Make sure to include subscription key when making requests to an API.`,
    );
  if (prefix === "v1" && !scene.keys.includes(String(key)))
    return unauthorized(
      `${DENIED} invalid subscription key. Make sure to provide a valid key for an active subscription.`,
    );
  const [kind, token] = (headers.authorization ?? "").split(" ");
  if (kind?.toLowerCase() !== "bearer" || token !== scene.token) return { status: 401, headers: CHALLENGE };
  return undefined;
}

const unauthorized = (message: string): Answer => ({
  status: 401,
  headers: CHALLENGE,
  json: { statusCode: 401, message },
});

const notFound = (message: string) => ({ status: 404, code: "NotFound", message }) as const;

/** The handler of each operation of the contract that is about one instance. */
const INSTANCE_HANDLERS: Readonly<Record<string, InstanceHandler>> = {
  "Get-instance-metadata": ({ instance }) => ({ status: 200, json: describeInstanceMetadata(instance) }),
  "Get-all-data-sources": listDataSources,
  "Get-data-source": getDataSource,
  "Get-all-entity-metadata": listEntities,
  "Get-entity-metadata": getEntity,
  "Get-entity-size": getEntitySize,
  "Get-all-segments": listSegments,
  "Get-a-list-of-measures-metadata": listMeasures,
  "Get-metadata-for-a-measure": getMeasure,
  "Get-workflow-status": getStatus,
  "Get-list-of-recent-workflow-jobs": listJobs,
  "Submit-a-workflow-job": postJob,
  "Get-a-workflow-job-information": getJob,
  "Get-list-of-workflow-task-information-history": listHistory,
  "Get-workflow-schedules": listSchedules,
  "Get-entities-with-OData-path": readData,
  "Create-an-entity": createRow,
  "Update-an-entity": updateRow,
};

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

/** Some operations declare no 404; there an unknown instance looks like one the caller has no role on. */
function instanceNotFound({ errors }: Operation) {
  return errors.has(404)
    ? ({ status: 404, code: "InstanceNotFound", message: "The instance was not found." } as const)
    : ({ status: 403, code: "AuthorizationFailed", message: "The caller has no role on this instance." } as const);
}
