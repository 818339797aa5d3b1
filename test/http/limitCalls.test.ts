import { CodedError } from "../../shared/model/errors";
import { type Admission, type CallLimit } from "../../shared/rateLimit/callLimit";
import { limitCalls } from "../../shared/http/limitCalls";
import { RequestProblem } from "../../shared/http/requestProblem";
import { limitedRoute } from "./limitedRoute";

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
