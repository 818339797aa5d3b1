import { type IneligibleReason } from "../../shared/model/measure";
import { answerSubscribe } from "../../shared/http/answerSubscribe";
import { type RequestProblem } from "../../shared/http/requestProblem";
import { type Refusal } from "../../shared/subscriptions/checkInterest";
import { type SubscribeRequest } from "../../shared/subscriptions/subscribe";
import { parseSubscriptionId } from "../../shared/subscriptions/subscriptionId";
import { INSTANCE_ID } from "../builders/anEvent";
import { aKey } from "../builders/aSubscription";
import { problemOf } from "./problemOf";

const BASE_URL = "https://triggers.example/api";
const REQUEST: SubscribeRequest = {
  instanceId: INSTANCE_ID,
  trigger: "data-source-refresh-failed",
  callbackUrl: "https://prod-01.westeurope.logic.azure.com/?sig=canary-signature",
  connection: "connection-1",
  resource: "crm",
};

function problem(refusal: Refusal): Promise<RequestProblem> {
  return problemOf(() => answerSubscribe(REQUEST, { outcome: "refused", refusal }, BASE_URL));
}

test("a subscription is answered 201 with the absolute address to DELETE, and no body", () => {
  const response = answerSubscribe(REQUEST, { outcome: "created", key: aKey() }, BASE_URL);
  expect(response).toEqual({ status: 201, headers: { location: expect.any(String) } });
  const { location } = response.headers as { location: string };
  const prefix = `${BASE_URL}/subscriptions/`;
  expect(location.startsWith(prefix)).toBe(true);
  expect(parseSubscriptionId(location.slice(prefix.length))).toEqual(aKey());
});

test("an unknown instance is answered 404", async () => {
  expect(await problem({ reason: "unknown-instance" })).toMatchObject({
    status: 404,
    code: "UnknownInstance",
    options: { target: "instanceId" },
  });
});

test("an unknown data source is answered 400 that names the field and the value", async () => {
  expect(await problem({ reason: "unknown-resource" })).toMatchObject({
    status: 400,
    code: "InvalidRequest",
    message: "dataSourceId names nothing that this instance has: 'crm'",
    options: { target: "dataSourceId" },
  });
});

test("one subscription too many is answered 403 that names the setting", async () => {
  expect(await problem({ reason: "too-many", most: 1_000 })).toMatchObject({
    status: 403,
    code: "TooManySubscriptions",
    message: expect.stringMatching(/has 1000 subscriptions.*SUBSCRIPTIONS_PER_CONNECTION/),
  });
});

test.each([
  [undefined, 30],
  [7, 7],
])("a source that fails and asks for %j seconds is answered 503 with a Retry-After of %i", async (asked, seconds) => {
  const failure = {
    kind: "throttled" as const,
    message: "too many requests",
    ...(asked === undefined ? {} : { retryAfterSeconds: asked }),
  };
  expect(await problem({ reason: "source-failed", failure })).toMatchObject({
    status: 503,
    code: "SourceUnavailable",
    message: expect.stringContaining("too many requests"),
    options: { retryAfterSeconds: seconds },
  });
});

test.each<[IneligibleReason, RegExp]>([
  ["profile-measure", /measureName 'Revenue' is a customer measure/],
  ["has-dimensions", /has dimensions.*Choose a measure without dimensions/],
  ["no-single-value", /does not have one numeric value/],
  ["unknown-kind", /thresholds cannot be set/],
])("a measure that is ineligible as %s is answered 400 in a flow maker's words", async (why, message) => {
  const request = { ...REQUEST, trigger: "measure-threshold-crossed", resource: "Revenue" } as const;
  const refusal: Refusal = { reason: "ineligible-measure", why };
  const answered = await problemOf(() => answerSubscribe(request, { outcome: "refused", refusal }, BASE_URL));
  expect(answered).toMatchObject({ status: 400, options: { target: "measureName" } });
  expect(answered.message).toMatch(message);
});
