/** The route that subscribes a flow to a trigger. The fields of its body stand in `subscribeBodies.ts`. */
import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { TRIGGERS, type Trigger, isTrigger } from "../../model/event";
import { type IneligibleReason } from "../../model/measure";
import { type Refusal } from "../../subscriptions/interestCheck";
import {
  type SubscribeDeps,
  type SubscribeRequest,
  type SubscribeResult,
  subscribe,
} from "../../subscriptions/subscribe";
import { toSubscriptionId } from "../../subscriptions/subscriptionId";
import { checkCallbackUrl } from "../../validation/checkCallbackUrl";
import { type FieldProblem } from "../../validation/guard";
import { type HttpPorts } from "../ports";
import { INSTANCE_ID, type ParameterSchema, checkPathPart } from "../schema";
import { RequestProblem, invalidFields, sourceProblem } from "../problems";
import { readJson } from "../readJson";
import { parseInstanceId, unknownInstance } from "../requireAccess";
import { type Route } from "../route";
import { SUBSCRIBE_BODIES, type SubscribeBody } from "./subscribeBodies";

const TRIGGER: ParameterSchema = {
  name: "trigger",
  in: "path",
  required: true,
  schema: { type: "string", enum: [...TRIGGERS], title: "Trigger", description: "The trigger that starts the flow." },
};

/** The connector describes this route once per trigger, each with its own body. */
export const SUBSCRIBE_ROUTE: Route<SubscribeDeps & Pick<HttpPorts, "links" | "allowedHosts">> = {
  operation: "subscribe",
  method: "POST",
  path: "instances/{instanceId}/triggers/{trigger}",
  summary: "Subscribe to a trigger",
  description: "Subscribes a flow to a trigger of an instance. The platform calls this when a flow is turned on.",
  parameters: [INSTANCE_ID, TRIGGER],
  answers: { 201: null },
  role: "subscribe",
  bucket: "subscribes",
  handle: async (request, caller, deps) => {
    const wanted = await parseSubscribe(request, caller, deps.allowedHosts);
    return answerSubscribe(wanted, await subscribe(wanted, deps), deps.links.publicBaseUrl);
  },
};

/** Reads a subscribe request; throws a problem that names the route parameter or field that is wrong. */
export async function parseSubscribe(
  request: HttpRequest,
  caller: Pick<Caller, "connection" | "instances">,
  allowedHosts: readonly string[],
): Promise<SubscribeRequest> {
  const { trigger = "" } = request.params;
  if (!isTrigger(trigger)) throw unknownTrigger(trigger);
  const instanceId = parseInstanceId(request, caller);
  const checked = SUBSCRIBE_BODIES[trigger].check(await readJson(request));
  if (!checked.ok) throw invalidFields(checked.problems);
  const { callbackUrl, measureName } = checked.value;
  const problems: FieldProblem[] = [];
  const wrong = checkCallbackUrl(callbackUrl, allowedHosts);
  if (wrong !== undefined) problems.push({ target: "callbackUrl", message: wrong });
  // Segments and data sources are looked up in lists; a measure is asked for by its address.
  if (measureName !== undefined) checkPathPart("measureName", measureName, problems);
  if (problems.length > 0) throw invalidFields(problems);
  return {
    instanceId,
    trigger,
    callbackUrl,
    ...readResource(trigger, checked.value),
    ...readThreshold(checked.value),
    ...readRefreshOptions(trigger, checked.value),
    connection: caller.connection,
  };
}

function unknownTrigger(trigger: string): RequestProblem {
  const message = `There is no trigger '${trigger.slice(0, 100)}'. There are: ${TRIGGERS.join(", ")}.`;
  return new RequestProblem(404, "UnknownTrigger", message, { target: "trigger" });
}

/** Ids of data sources have no case; names of segments and measures are kept as given. */
function readResource(trigger: Trigger, body: SubscribeBody): Pick<SubscribeRequest, "resource"> {
  const { resourceField } = SUBSCRIBE_BODIES[trigger];
  const resource = resourceField && body[resourceField];
  if (!resource) return {};
  return { resource: resourceField === "dataSourceId" ? resource.toLowerCase() : resource };
}

function readThreshold({ threshold, direction }: SubscribeBody): Pick<SubscribeRequest, "threshold"> {
  return threshold === undefined ? {} : { threshold: { value: threshold, direction: direction ?? "above" } };
}

function readRefreshOptions(
  trigger: Trigger,
  { includeManual, outcome }: SubscribeBody,
): Pick<SubscribeRequest, "refreshOptions"> {
  if (trigger !== "full-refresh-completed") return {};
  return { refreshOptions: { includeManual: includeManual ?? false, outcome: outcome ?? "completed" } };
}

/** 201 with the `Location` to DELETE, on the configured base URL; throws a problem for a refusal. */
export function answerSubscribe(
  request: SubscribeRequest,
  result: SubscribeResult,
  publicBaseUrl: string,
): HttpResponseInit {
  if (result.outcome === "refused") throw toProblem(request, result.refusal);
  return { status: 201, headers: { location: `${publicBaseUrl}/subscriptions/${toSubscriptionId(result.key)}` } };
}

/** The reason, in a flow maker's words, why a measure has no value that a threshold could be compared with. */
const INELIGIBLE: Readonly<Record<IneligibleReason, string>> = {
  "profile-measure": "is a customer measure: it has a value for each customer. Choose a business measure",
  "has-dimensions": "has dimensions: it has a value for each of their members. Choose a measure without dimensions",
  "no-single-value": "does not have one numeric value. Choose a measure that shows a single number",
  "unknown-kind": "is of a kind that thresholds cannot be set for. Choose a business measure",
};

function toProblem({ instanceId, trigger, resource = "" }: SubscribeRequest, refusal: Refusal): RequestProblem {
  const { resourceField: target = "body" } = SUBSCRIBE_BODIES[trigger];
  if (refusal.reason === "unknown-instance") return unknownInstance(instanceId);
  if (refusal.reason === "too-many") return tooManySubscriptions(refusal.most);
  if (refusal.reason === "unknown-resource") {
    return invalidFields([{ target, message: `names nothing that this instance has: '${resource}'` }]);
  }
  if (refusal.reason === "ineligible-measure") {
    return invalidFields([{ target, message: `'${resource}' ${INELIGIBLE[refusal.why]}` }]);
  }
  return sourceProblem(refusal.failure);
}

function tooManySubscriptions(most: number): RequestProblem {
  const message =
    `This connection has ${most} subscriptions, and may not have more. Delete flows that are not needed any more, use another ` +
    "connection, or ask who runs this service to raise its setting SUBSCRIPTIONS_PER_CONNECTION";
  return new RequestProblem(403, "TooManySubscriptions", message);
}
