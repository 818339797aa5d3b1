import { type HttpRequestInit } from "@azure/functions";
import { type RequestProblem } from "../../../shared/http/problems";
import { answerSubscribe, parseSubscribe } from "../../../shared/http/routes/subscribe";
import { TRIGGERS } from "../../../shared/model/event";
import { type IneligibleReason } from "../../../shared/model/measure";
import { type Refusal } from "../../../shared/subscriptions/interestCheck";
import { type SubscribeRequest } from "../../../shared/subscriptions/subscribe";
import { parseSubscriptionId } from "../../../shared/subscriptions/subscriptionId";
import { aCaller } from "../../builders/aCaller";
import { aKey } from "../../builders/aSubscription";
import { INSTANCE_ID } from "../../builders/anEvent";
import { ALLOWED_HOSTS, CALLBACK_URL, aHttpRequest } from "../aHttpRequest";
import { problemOf } from "../problemOf";

describe("answerSubscribe", () => {
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
});

describe("parseSubscribe", () => {
  const PARAMS = { instanceId: INSTANCE_ID, trigger: "data-source-refresh-failed" };

  function problem(changes: HttpRequestInit & { json?: unknown }): Promise<RequestProblem> {
    return problemOf(() => parseSubscribe(aHttpRequest(changes), aCaller(), ALLOWED_HOSTS));
  }

  test.each([
    "..",
    "../../../J/manage/measures/X",
    "..%2f..%2f..%2fJ%2fmanage%2fmeasures%2fX",
    String.raw`..\..\J`,
    "%25252e%25252e",
    "/".repeat(200),
    "/".repeat(400),
    "\ud800",
    "a\nb",
  ])("the measure %j could leave its instance, and is refused by its field", async (measureName) => {
    const params = { ...PARAMS, trigger: "measure-threshold-crossed" };
    const json = { callbackUrl: CALLBACK_URL, measureName, threshold: 1 };
    expect(await problem({ params, json })).toMatchObject({
      status: 400,
      code: "InvalidRequest",
      options: { target: "measureName" },
    });
  });

  test("a request is read into what the flow asks for, its callback URL kept verbatim", async () => {
    const request = aHttpRequest({ json: { callbackUrl: CALLBACK_URL, dataSourceId: "CRM" } });
    expect(await parseSubscribe(request, aCaller(), ALLOWED_HOSTS)).toEqual({
      instanceId: INSTANCE_ID,
      trigger: "data-source-refresh-failed",
      callbackUrl: CALLBACK_URL,
      resource: "crm",
      connection: aCaller().connection,
    });
  });

  test("an instance in upper case is the same instance", async () => {
    const request = aHttpRequest({ params: { ...PARAMS, instanceId: INSTANCE_ID.toUpperCase() } });
    expect(await parseSubscribe(request, aCaller(), ALLOWED_HOSTS)).toMatchObject({ instanceId: INSTANCE_ID });
  });

  test.each([[null], [""], [undefined]])("the data source %j means any", async (dataSourceId) => {
    const request = aHttpRequest({ json: { callbackUrl: CALLBACK_URL, dataSourceId } });
    expect(await parseSubscribe(request, aCaller(), ALLOWED_HOSTS)).not.toHaveProperty("resource");
  });

  test.each<[string, unknown, readonly string[], RegExp]>([
    ["without a callback URL", {}, ["callbackUrl"], /^callbackUrl is required$/],
    ["with an empty callback URL", { callbackUrl: "" }, ["callbackUrl"], /^callbackUrl must not be empty/],
    ["with null for a callback URL", { callbackUrl: null }, ["callbackUrl"], /^callbackUrl must be a string$/],
    ["with a number for a callback URL", { callbackUrl: 7 }, ["callbackUrl"], /^callbackUrl must be a string$/],
    ["with a relative callback URL", { callbackUrl: "/run" }, ["callbackUrl"], /^callbackUrl is not an absolute URL$/],
    [
      "with a foreign callback URL",
      { callbackUrl: "https://evil.example/" },
      ["callbackUrl"],
      /^callbackUrl is not on a host/,
    ],
    [
      "with a number for a data source",
      { callbackUrl: CALLBACK_URL, dataSourceId: 7 },
      ["dataSourceId"],
      /^dataSourceId must be a string$/,
    ],
    [
      "with an endless data source",
      { callbackUrl: CALLBACK_URL, dataSourceId: "x".repeat(201) },
      ["dataSourceId"],
      /^dataSourceId must NOT have more than 200/,
    ],
    [
      "with an unknown field",
      { callbackUrl: CALLBACK_URL, threshold: 5 },
      ["threshold"],
      /^threshold is not a known field$/,
    ],
    [
      "with a field of JavaScript",
      `{"callbackUrl":"${CALLBACK_URL}","__proto__":{}}`,
      ["__proto__"],
      /^__proto__ is not a known field$/,
    ],
    [
      "with several mistakes",
      { dataSourceId: [], x: 1 },
      ["callbackUrl", "x", "dataSourceId"],
      /callbackUrl is required; .*x is not.*; dataSourceId must be/,
    ],
    ["that is a list", [], ["body"], /^body must be an object$/],
    ["that is null", "null", ["body"], /^body must be an object$/],
  ])("a body %s is answered 400 with each wrong field", async (_, json, targets, message) => {
    const { status, code, message: text, options } = await problem({ json });
    expect({ status, code }).toEqual({ status: 400, code: "InvalidRequest" });
    expect(options.details?.map(({ target }) => target).toSorted()).toEqual(targets.toSorted());
    expect(options.target).toBe(options.details?.[0]?.target);
    expect(text).toMatch(message);
  });

  test("no problem tells the callback URL, which is a secret", async () => {
    const { message, options } = await problem({ json: { callbackUrl: "https://evil.example/?sig=canary-signature" } });
    expect(message + JSON.stringify(options)).not.toContain("canary-signature");
  });

  test.each(["", "data-source-deleted", "DATA-SOURCE-REFRESH-FAILED", "constructor"])(
    "the trigger %j is answered 404 with those that there are",
    async (trigger) => {
      const { status, code, message, options } = await problem({ params: { ...PARAMS, trigger } });
      expect({ status, code, target: options.target }).toEqual({
        status: 404,
        code: "UnknownTrigger",
        target: "trigger",
      });
      expect(message).toBe(`There is no trigger '${trigger}'. There are: ${TRIGGERS.join(", ")}.`);
    },
  );

  test.each(["", "default", INSTANCE_ID.slice(1), `${INSTANCE_ID}0`, `${INSTANCE_ID}\n`])(
    "the instance %j is answered 404",
    async (instanceId) => {
      const { status, code, options } = await problem({ params: { ...PARAMS, instanceId } });
      expect({ status, code, target: options.target }).toEqual({
        status: 404,
        code: "UnknownInstance",
        target: "instanceId",
      });
    },
  );

  test("an endless route parameter is not given back in full", async () => {
    const endless = "x".repeat(5_000);
    for (const params of [
      { ...PARAMS, instanceId: endless },
      { ...PARAMS, trigger: endless },
    ]) {
      expect((await problem({ params })).message.length).toBeLessThan(300);
    }
  });

  test("an instance that the caller may not use is answered as one that does not exist", async () => {
    const OTHER = "99999999-9999-4999-8999-999999999999";
    const foreign = (instanceId: string): Promise<RequestProblem> =>
      problemOf(() => {
        const request = aHttpRequest({ params: { ...PARAMS, instanceId } });
        return parseSubscribe(request, aCaller({ instances: [OTHER] }), ALLOWED_HOSTS);
      });
    const { status, code, message, options } = await foreign(INSTANCE_ID);
    expect({ status, code, ...options }).toEqual({ status: 404, code: "UnknownInstance", target: "instanceId" });
    expect((await foreign("x")).message).toBe(message.replace(INSTANCE_ID, "x"));
  });

  test("an instance that the caller may use is read in any case", async () => {
    const request = aHttpRequest({ params: { ...PARAMS, instanceId: INSTANCE_ID.toUpperCase() } });
    const read = parseSubscribe(request, aCaller({ instances: [INSTANCE_ID] }), ALLOWED_HOSTS);
    expect(await read).toMatchObject({ instanceId: INSTANCE_ID });
  });
});
