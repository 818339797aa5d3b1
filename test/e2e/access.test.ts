import { createHash } from "node:crypto";
import { withLocalApiKey } from "../../dev/start/hostSettings";
import {
  AUDIENCE,
  type Claims,
  type Entra,
  type SigningPair,
  TENANT,
  makePair,
  sign,
  someClaims,
  startEntra,
} from "../access/entraStandIn";
import { AUTHORIZED, anInstance, unsubscribe } from "./company";
import { type Stack, startStack } from "./stack";

/** The key of a caller who may use the first instance only. */
const NARROW_KEY = "n".repeat(43);
const GROUP = "99999999-9999-4999-8999-999999999999";

let pair: SigningPair;
let entra: Entra;
let stack: Stack;
let instanceId: string;
beforeAll(async () => {
  pair = await makePair("k1");
  entra = await startEntra([pair]);
  stack = await startStack(async (started) => {
    ({ instanceId } = await anInstance(started));
    return {
      API_KEYS: withLocalApiKey(`narrow:${createHash("sha256").update(NARROW_KEY).digest("hex")}:read`),
      ENTRA_TENANTS: TENANT,
      ENTRA_AUDIENCES: AUDIENCE,
      ENTRA_AUTHORITY: entra.authority,
      ALLOWED_INSTANCES: `key:local=all,key:narrow=${instanceId.toUpperCase()},group:${GROUP}=all`,
      ENTRA_PERMISSIONS: "Data.Read:read,Triggers.Subscribe:subscribe",
    };
  });
});
afterAll(async () => {
  await stack.stop();
  await entra.stop();
});

/** A token of somebody whose group may use all instances. */
const bearer = async (claims: Claims = {}, signer = pair): Promise<Record<string, string>> => ({
  authorization: `Bearer ${await sign(someClaims(entra, new Date(), { groups: [GROUP], ...claims }), signer)}`,
});

const subscribe = (headers: Record<string, string>): Promise<Response> =>
  fetch(`${stack.host().url}/api/instances/${instanceId}/triggers/unification-completed`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ callbackUrl: stack.flow.callbackUrl("f") }),
  });
const report = (headers: Record<string, string>, id = instanceId): Promise<Response> =>
  fetch(`${stack.host().url}/api/instances/${id}/status-report`, { headers });
const health = (headers: Record<string, string>): Promise<Response> =>
  fetch(`${stack.host().url}/api/health`, { headers });

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
      error: {
        code: "Unauthorized",
        message: "Send a valid API key (x-api-key) or access token (Authorization: Bearer).",
      },
    });
  }
});

test("a token that may only read cannot subscribe", async () => {
  const readOnly = await bearer({ scp: "Data.Read" });
  expect((await report(readOnly)).status).toBe(200);
  expect((await subscribe(readOnly)).status).toBe(403);
});

test("an instance that was not granted looks like one that does not exist", async () => {
  const outsider = await bearer({ groups: [] });
  const unknown = "00000000-0000-4000-8000-000000000000";
  const [foreign, none] = [await report(outsider), await report(outsider, unknown)];
  expect([foreign.status, none.status]).toEqual([404, 404]);
  expect((await foreign.text()).replace(instanceId, unknown)).toBe(await none.text());
  expect(await (await report(AUTHORIZED, unknown)).json()).toMatchObject({ error: { code: "UnknownInstance" } });
});

async function listInstances(headers: Record<string, string>): Promise<readonly string[]> {
  const response = await fetch(`${stack.host().url}/api/instances`, { headers });
  const { value } = (await response.json()) as { readonly value: readonly { readonly instanceId: string }[] };
  return value.map((each) => each.instanceId);
}

test("the list of instances shows a caller those that it may use, and no others", async () => {
  const narrow = { "x-api-key": NARROW_KEY };
  const all = await listInstances(AUTHORIZED);
  expect(all.length).toBeGreaterThan(1);
  expect(await listInstances(narrow)).toEqual([instanceId]);
  expect(await listInstances(await bearer({ groups: [] }))).toEqual([]);
  const statuses = all.map(async (id) => [id, (await report(narrow, id)).status]);
  expect(await Promise.all(statuses)).toEqual(all.map((id) => [id, id === instanceId ? 200 : 404]));
});

test("health is open, and says what it is made of to a known caller only", async () => {
  const [stranger, known] = [await health({}), await health(AUTHORIZED)];
  expect([stranger.status, known.status]).toEqual([200, 200]);
  expect(await stranger.json()).toEqual({ status: "healthy" });
  expect(await known.json()).toMatchObject({ status: "healthy", settings: "ok", storage: "ok", source: "ok" });
});

test("while Entra publishes no keys, those that are known go on counting", async () => {
  entra.respond = (response) => response.destroy();
  expect((await report(await bearer())).status).toBe(200);
  // Nobody can tell whether a key of another name is a new one: it is refused, or asked to come again.
  expect([401, 503]).toContain((await report(await bearer({}, { ...pair, kid: "k2" }))).status);
});
