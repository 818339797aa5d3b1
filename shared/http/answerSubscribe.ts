import { type HttpResponseInit } from "@azure/functions";
import { type IneligibleReason } from "../model/measure";
import { type Refusal } from "../subscriptions/checkInterest";
import { type SubscribeRequest, type SubscribeResult } from "../subscriptions/subscribe";
import { toSubscriptionId } from "../subscriptions/subscriptionId";
import { type RequestProblem, invalidFields } from "./requestProblem";
import { unknownInstance } from "./requireInstance";
import { sourceUnavailable } from "./sourceUnavailable";
import { SUBSCRIBE_BODIES } from "./subscribeBodies";

/** In a flow maker's words: why a measure has no value that a threshold could be compared with. */
const INELIGIBLE: Readonly<Record<IneligibleReason, string>> = {
  "profile-measure": "is a customer measure: it has a value for each customer. Choose a business measure",
  "has-dimensions": "has dimensions: it has a value for each of their members. Choose a measure without dimensions",
  "no-single-value": "does not have one numeric value. Choose a measure that shows a single number",
  "unknown-kind": "is of a kind that thresholds cannot be set for. Choose a business measure",
};

/** 201 with the `Location` to DELETE, on the configured base URL; throws a problem for a refusal. */
export function answerSubscribe(
  request: SubscribeRequest,
  result: SubscribeResult,
  publicBaseUrl: string,
): HttpResponseInit {
  if (result.outcome === "refused") throw toProblem(request, result.refusal);
  return { status: 201, headers: { location: `${publicBaseUrl}/subscriptions/${toSubscriptionId(result.key)}` } };
}

function toProblem({ instanceId, trigger, resource = "" }: SubscribeRequest, refusal: Refusal): RequestProblem {
  const { resourceField: target = "body" } = SUBSCRIBE_BODIES[trigger];
  if (refusal.reason === "unknown-instance") return unknownInstance(instanceId);
  if (refusal.reason === "unknown-resource") {
    return invalidFields([{ target, message: `names nothing that this instance has: '${resource}'` }]);
  }
  if (refusal.reason === "ineligible-measure") {
    return invalidFields([{ target, message: `'${resource}' ${INELIGIBLE[refusal.why]}` }]);
  }
  return sourceUnavailable(refusal.failure);
}
