import { type HttpRequestInit } from "@azure/functions";
import { parseSubscribe } from "../../shared/http/parseSubscribe";
import { type RequestProblem } from "../../shared/http/requestProblem";
import { TRIGGERS } from "../../shared/model/event";
import { aCaller } from "../builders/aCaller";
import { INSTANCE_ID } from "../builders/anEvent";
import { ALLOWED_HOSTS, CALLBACK_URL, aHttpRequest } from "./aHttpRequest";
import { problemOf } from "./problemOf";

const PARAMS = { instanceId: INSTANCE_ID, trigger: "data-source-refresh-failed" };

function problem(changes: HttpRequestInit & { json?: unknown }): Promise<RequestProblem> {
  return problemOf(() => parseSubscribe(aHttpRequest(changes), aCaller(), ALLOWED_HOSTS));
}

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
