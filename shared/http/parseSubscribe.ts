import { type HttpRequest } from "@azure/functions";
import { type Caller } from "../access/caller";
import { TRIGGERS, type Trigger, isTrigger } from "../model/event";
import { type SubscribeRequest } from "../subscriptions/subscribe";
import { checkCallbackUrl } from "../validation/checkCallbackUrl";
import { parseInstanceId } from "./parseInstanceId";
import { readJson } from "./readJson";
import { RequestProblem, invalidFields } from "./requestProblem";
import { SUBSCRIBE_BODIES, type SubscribeBody } from "./subscribeBodies";

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
  const { callbackUrl } = checked.value;
  const wrong = checkCallbackUrl(callbackUrl, allowedHosts);
  if (wrong !== undefined) throw invalidFields([{ target: "callbackUrl", message: wrong }]);
  return {
    instanceId,
    trigger,
    callbackUrl,
    ...readResource(trigger, checked.value),
    ...readThreshold(checked.value),
    ...readWish(trigger, checked.value),
    connection: caller.connection,
  };
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

function readWish(trigger: Trigger, { includeManual, outcome }: SubscribeBody): Pick<SubscribeRequest, "wish"> {
  if (trigger !== "full-refresh-completed") return {};
  return { wish: { includeManual: includeManual ?? false, outcome: outcome ?? "completed" } };
}

function unknownTrigger(trigger: string): RequestProblem {
  const message = `There is no trigger '${trigger.slice(0, 100)}'. There are: ${TRIGGERS.join(", ")}.`;
  return new RequestProblem(404, "UnknownTrigger", message, { target: "trigger" });
}
