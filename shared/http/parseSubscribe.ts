import { type HttpRequest } from "@azure/functions";
import { identifyConnection } from "../access/identifyConnection";
import { type Trigger, TRIGGERS, isTrigger } from "../model/trigger";
import { type SubscribeRequest } from "../subscriptions/subscribe";
import { checkCallbackUrl } from "../validation/checkCallbackUrl";
import { guard } from "../validation/guard";
import { readJson } from "./readJson";
import { RequestProblem, invalidFields } from "./requestProblem";

interface SubscribeBody {
  readonly callbackUrl: string;
  /** A cleared choice comes as null or as an empty text: any data source. */
  readonly dataSourceId?: string | null;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const CALLBACK_URL = { type: "string", minLength: 1 };

const checkDataSourceBody = guard<SubscribeBody>({
  type: "object",
  required: ["callbackUrl"],
  additionalProperties: false,
  properties: {
    callbackUrl: CALLBACK_URL,
    dataSourceId: { type: ["string", "null"], maxLength: 200 },
  },
});

/** The body of each trigger that can be subscribed to. */
const CHECKS: Partial<Record<Trigger, typeof checkDataSourceBody>> = {
  "data-source-refresh-failed": checkDataSourceBody,
  "data-source-refresh-succeeded": checkDataSourceBody,
};

/** Reads a subscribe request; throws a problem that names the route parameter or field that is wrong. */
export async function parseSubscribe(request: HttpRequest, allowedHosts: readonly string[]): Promise<SubscribeRequest> {
  const { instanceId = "", trigger = "" } = request.params;
  const check = isTrigger(trigger) ? CHECKS[trigger] : undefined;
  if (!check || !isTrigger(trigger)) {
    const message = `There is no trigger '${trigger.slice(0, 100)}'. There are: ${TRIGGERS.filter((each) => CHECKS[each]).join(", ")}.`;
    throw new RequestProblem(404, "UnknownTrigger", message, { target: "trigger" });
  }
  if (!UUID.test(instanceId)) throw unknownInstance(instanceId);
  const checked = check(await readJson(request));
  if (!checked.ok) throw invalidFields(checked.problems);
  const { callbackUrl, dataSourceId } = checked.value;
  const wrong = checkCallbackUrl(callbackUrl, allowedHosts);
  if (wrong !== undefined) throw invalidFields([{ target: "callbackUrl", message: wrong }]);
  return {
    instanceId: instanceId.toLowerCase(),
    trigger,
    callbackUrl,
    ...(dataSourceId ? { resource: dataSourceId.toLowerCase() } : {}),
    connection: identifyConnection(request),
  };
}

export function unknownInstance(instanceId: string): RequestProblem {
  const message = `There is no instance '${instanceId.slice(0, 100)}', or this service may not see it.`;
  return new RequestProblem(404, "UnknownInstance", message, { target: "instanceId" });
}
