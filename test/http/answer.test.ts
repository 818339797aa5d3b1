import { type HttpResponseInit } from "@azure/functions";
import { type Caller, type Identified, type Role } from "../../shared/access/caller";
import { type Credentials } from "../../shared/access/identifyCaller";
import { answer, limitCalls } from "../../shared/http/answer";
import { RequestProblem } from "../../shared/http/problems";
import { CodedError } from "../../shared/model/errors";
import { type Admission, type CallLimit } from "../../shared/rateLimit/callLimit";
import { aCaller } from "../builders/aCaller";
import { unseen } from "../builders/unseen";
import { aContext, aHttpRequest } from "./aHttpRequest";
import { limitedRoute } from "./limitedRoute";

const NO_LIMIT: CallLimit = {
  windowMs: 60_000,
  limits: { calls: 100, subscribes: 100 },
  admit: async () => ({ admitted: true, remaining: 99, retryAfterSeconds: 0 }),
};
const KEY = "canary".padEnd(43, "-");

async function answering(
  identified: Identified,
  { role = "read", headers = { "x-api-key": KEY } }: { role?: Role; headers?: Record<string, string> } = {},
): Promise<{ response: HttpResponseInit; line: unknown; callers: Caller[]; offered: Credentials[]; logged: string }> {
  const { context, logged } = aContext();
  const [callers, offered]: [Caller[], Credentials[]] = [[], []];
  const identifyCaller = (credentials: Credentials): Promise<Identified> => {
    offered.push(credentials);
    return Promise.resolve(identified);
  };
  const guarded = { role, services: () => ({ identifyCaller, callLimit: NO_LIMIT, ...unseen(context) }) };
  const response = await answer(aHttpRequest({ headers }), context, guarded, (caller) => {
    callers.push(caller);
    return Promise.resolve({ status: 200 });
  });
  const text = logged.map((line) => line.text).join();
  return { response, callers, offered, line: JSON.parse(text) as unknown, logged: text };
}

test("a known caller with the role is let through, and the log names its connection", async () => {
  const caller = aCaller({ roles: ["read"] });
  const { response, callers, offered, line } = await answering({ outcome: "known", caller });
  expect(response.status).toBe(200);
  expect(callers).toEqual([caller]);
  expect(offered).toEqual([{ kind: "api-key", apiKey: KEY }]);
  expect(line).toMatchObject({ status: 200, connection: caller.connection });
});

test("nobody known is answered 401 with a challenge; why is in the log alone", async () => {
  const { response, callers, line, logged } = await answering({ outcome: "refused", reason: "expired" });
  expect(response).toEqual({
    status: 401,
    headers: { "www-authenticate": "Bearer" },
    jsonBody: {
      error: {
        code: "Unauthorized",
        message: "Send a valid API key (x-api-key) or access token (Authorization: Bearer).",
      },
    },
  });
  expect(callers).toEqual([]);
  expect(line).toMatchObject({ status: 401, refusal: "expired" });
  expect(logged).not.toContain("canary");
});

test("a known caller without the role is answered 403", async () => {
  const known = { outcome: "known", caller: aCaller({ roles: ["read", "subscribe"] }) } as const;
  const { response, callers, line } = await answering(known, { role: "operate" });
  expect(response).toEqual({
    status: 403,
    headers: {},
    jsonBody: { error: { code: "Forbidden", message: "This connection is not allowed to do that." } },
  });
  expect(callers).toEqual([]);
  expect(line).toMatchObject({ status: 403, connection: known.caller.connection });
});

test("when tokens cannot be checked the answer is 503 with a wait", async () => {
  const { response, callers } = await answering({ outcome: "unavailable" });
  expect(response).toMatchObject({ status: 503, headers: { "retry-after": "5" } });
  expect(callers).toEqual([]);
});

function noServices(): never {
  throw new Error("wrong settings");
}

test("services that cannot be made are a 500 for everybody, whoever calls", async () => {
  const { context } = aContext();
  const response = await answer(aHttpRequest(), context, { role: "read", services: noServices }, () =>
    Promise.resolve({ status: 200 }),
  );
  expect(response.status).toBe(500);
});

const POLICY = { "ratelimit-policy": `"calls";q=100;w=60` };

function aLimit(admit: () => Promise<Admission>): { callLimit: CallLimit } {
  return { callLimit: { windowMs: 60_000, limits: { calls: 100, subscribes: 7 }, admit } };
}

const admits = aLimit(async () => ({ admitted: true, remaining: 41, retryAfterSeconds: 12 }));
const denies = aLimit(async () => ({ admitted: false, remaining: 0, retryAfterSeconds: 33 }));
const isDown = aLimit(() => Promise.reject(new CodedError("storage-unavailable", "down")));

test("an admitted call has the policy and what remains in its headers", async () => {
  expect(await limitCalls("somebody", "calls", admits)).toEqual({
    headers: { ...POLICY, ratelimit: `"calls";r=41;t=12` },
  });
});

test("the limit is asked about the connection and the bucket", async () => {
  const admit = jest.fn(async () => ({ admitted: true, remaining: 6, retryAfterSeconds: 64 }));
  expect(await limitCalls("somebody", "subscribes", aLimit(admit))).toEqual({
    headers: { "ratelimit-policy": `"subscribes";q=7;w=60`, ratelimit: `"subscribes";r=6;t=64` },
  });
  expect(admit.mock.calls).toEqual([[{ connection: "somebody", bucket: "subscribes" }]]);
});

test("a denied call is answered 429 with the seconds to wait, and is not handled", async () => {
  const handle = jest.fn();
  const { response, logged } = await limitedRoute(denies, handle);
  expect(response).toEqual({
    status: 429,
    headers: { ...POLICY, ratelimit: `"calls";r=0;t=33`, "retry-after": "33" },
    jsonBody: {
      error: {
        code: "TooManyCalls",
        message: "This connection has made 100 calls in 60 seconds. Try again in 33 seconds.",
      },
    },
  });
  expect(handle).not.toHaveBeenCalled();
  expect(logged.map(({ level, text }) => [level, (JSON.parse(text) as { code: string }).code])).toEqual([
    ["information", "TooManyCalls"],
  ]);
});

test("while storage is down the answer is 503 with a wait, and says the policy alone", async () => {
  const handle = jest.fn();
  const { response } = await limitedRoute(isDown, handle);
  expect(response).toMatchObject({ status: 503, headers: { ...POLICY, "retry-after": "10" } });
  expect(response.headers).not.toHaveProperty("ratelimit");
  expect(handle).not.toHaveBeenCalled();
});

test.each([
  {
    what: "a success",
    handle: async () => ({ status: 201, headers: { location: "there" } }),
    own: { location: "there" },
  },
  { what: "a success without headers", handle: async () => ({ status: 200 }), own: {} },
  { what: "a problem", handle: () => Promise.reject(new RequestProblem(404, "Unknown", "No.")), own: {} },
  {
    what: "a problem with a wait",
    handle: () => Promise.reject(new RequestProblem(503, "Busy", "Wait.", { retryAfterSeconds: 9 })),
    own: { "retry-after": "9" },
  },
  { what: "a fault", handle: () => Promise.reject(new TypeError("ours")), own: {} },
])("$what of a limited route has the limit's headers beside its own", async ({ handle, own }) => {
  const { response } = await limitedRoute(admits, handle);
  expect(response.headers).toEqual({ ...own, ...POLICY, ratelimit: `"calls";r=41;t=12` });
});
