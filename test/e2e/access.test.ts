import {
  type SigningPair,
  AUDIENCE,
  type Claims,
  type Entra,
  TENANT,
  makePair,
  sign,
  someClaims,
  startEntra,
} from "../access/entraStandIn";
import { AUTHORIZED, anInstance, unsubscribe } from "./company";
import { type Stack, startStack } from "./stack";

let pair: SigningPair;
let entra: Entra;
let stack: Stack;
let instanceId: string;
beforeAll(async () => {
  pair = await makePair("k1");
  entra = await startEntra([pair]);
  stack = await startStack({
    ENTRA_TENANTS: TENANT,
    ENTRA_AUDIENCES: AUDIENCE,
    ENTRA_AUTHORITY: entra.authority,
    ENTRA_PERMISSIONS: "Data.Read:read,Triggers.Subscribe:subscribe",
  });
  ({ instanceId } = await anInstance(stack));
}, 60_000);
afterAll(async () => {
  await stack.stop();
  await entra.stop();
}, 60_000);

const bearer = async (claims: Claims = {}, signer = pair): Promise<Record<string, string>> => ({
  authorization: `Bearer ${await sign(someClaims(entra, new Date(), claims), signer)}`,
});

const subscribe = (headers: Record<string, string>): Promise<Response> =>
  fetch(`${stack.host().url}/api/instances/${instanceId}/triggers/unification-completed`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ callbackUrl: stack.flow.callbackUrl("f") }),
  });
const report = (headers: Record<string, string>, id = instanceId): Promise<Response> =>
  fetch(`${stack.host().url}/api/instances/${id}/status-report`, { headers });

test("a user's token subscribes a flow, and without any credentials the flow unsubscribes", async () => {
  const response = await subscribe(await bearer());
  expect(response.status).toBe(201);
  expect((await unsubscribe(stack, response.headers.get("location") ?? "")).status).toBe(204);
});

test("a token of version 1 and an API key read", async () => {
  const version1 = { iss: `https://sts.windows.net/${TENANT}/`, azp: undefined, appid: "client" };
  expect((await report(await bearer(version1))).status).toBe(200);
  expect((await report(AUTHORIZED)).status).toBe(200);
});

test.each<[string, () => Promise<Record<string, string>>]>([
  ["nothing", () => Promise.resolve({})],
  ["a wrong key", () => Promise.resolve({ "x-api-key": "x".repeat(43) })],
  ["a function key that is not ours", () => Promise.resolve({ "x-functions-key": "x".repeat(43) })],
  ["a token that ran out", () => bearer({ exp: 1 })],
  ["a token for another audience", () => bearer({ aud: "https://graph.microsoft.com" })],
  ["a token of another tenant", () => bearer({ tid: "22222222-2222-4222-8222-222222222222" })],
  ["a token signed by a stranger", async () => bearer({}, await makePair("k1"))],
  ["a giant token", () => Promise.resolve({ authorization: `Bearer a.${"b".repeat(12_000)}.c` })],
])("%s is answered 401 and told nothing, on every route but DELETE", async (_, headers) => {
  for (const response of [await report(await headers()), await subscribe(await headers())]) {
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    expect(await response.json()).toEqual({
      error: { code: "Unauthorized", message: "Send a valid access token or API key." },
    });
  }
});

test("a token that may only read cannot subscribe", async () => {
  const readOnly = await bearer({ scp: "Data.Read" });
  expect((await report(readOnly)).status).toBe(200);
  expect((await subscribe(readOnly)).status).toBe(403);
});

test("a key that Entra begins to use is taken once it is published", async () => {
  const next = await makePair("k2");
  entra.publish([pair, next]);
  const before = entra.requests.length;
  // The app has just read the keys, so it asks again only after a while.
  expect((await report(await bearer({}, next))).status).toBe(401);
  expect(entra.requests).toHaveLength(before);
});
