import { type HttpResponseInit } from "@azure/functions";
import { type Refusal } from "../subscriptions/checkInterest";
import { type SubscribeRequest, type SubscribeResult } from "../subscriptions/subscribe";
import { toSubscriptionId } from "../subscriptions/subscriptionId";
import { unknownInstance } from "./parseSubscribe";
import { RequestProblem, invalidFields } from "./requestProblem";

const SOURCE_RETRY_SECONDS = 30;

/** 201 with the `Location` to DELETE, on the configured base URL; throws a problem for a refusal. */
export function answerSubscribe(
  request: SubscribeRequest,
  result: SubscribeResult,
  publicBaseUrl: string,
): HttpResponseInit {
  if (result.outcome === "refused") throw toProblem(request, result.refusal);
  return { status: 201, headers: { location: `${publicBaseUrl}/subscriptions/${toSubscriptionId(result.key)}` } };
}

function toProblem({ instanceId, resource = "" }: SubscribeRequest, refusal: Refusal): RequestProblem {
  if (refusal.reason === "unknown-instance") return unknownInstance(instanceId);
  if (refusal.reason === "unknown-data-source") {
    const message = `names no data source of this instance: '${resource}'`;
    return invalidFields([{ target: "dataSourceId", message }]);
  }
  const { retryAfterSeconds = SOURCE_RETRY_SECONDS } = refusal.failure;
  const message = `Customer Insights could not be asked just now: ${refusal.failure.message}. Try again.`;
  return new RequestProblem(503, "SourceUnavailable", message, { retryAfterSeconds });
}
