import { type ServerResponse } from "node:http";
import { fetchSigningKeys } from "../../../shared/access/token/fetchSigningKeys";
import { type Entra, type SigningPair, TENANT, makePair, startEntra } from "../entraStandIn";

let pair: SigningPair;
let entra: Entra;
beforeAll(async () => {
  pair = await makePair("k1");
  entra = await startEntra([pair]);
});
afterAll(() => entra.stop());

const fetchKeys = async (): Promise<string[]> => [...(await fetchSigningKeys(entra.authority)(TENANT)).keys()];
const json = (body: unknown) => (response: ServerResponse) => response.end(JSON.stringify(body));

test("a tenant's keys are read from where Entra publishes them", async () => {
  entra.publish([pair]);
  expect(await fetchKeys()).toEqual(["k1"]);
  expect(entra.requests.at(-1)).toBe(`/${TENANT}/discovery/v2.0/keys`);
});

test("keys that cannot be used are passed over", async () => {
  const { kid: _, ...nameless } = pair.jwk;
  const others = [
    { kty: "oct", kid: "shared", k: "c2VjcmV0" },
    { kty: "RSA", kid: "broken" },
    { ...pair.jwk, kid: "encrypts", use: "enc" },
    nameless,
  ];
  entra.respond = json({ keys: [...others, pair.jwk] });
  expect(await fetchKeys()).toEqual(["k1"]);
});

test.each<[string, (response: ServerResponse) => unknown, RegExp]>([
  ["an error", (response) => response.writeHead(503).end(), /answered 503/],
  ["no JSON", (response) => response.end("<html>"), /JSON/],
  ["another list", json([]), /not a list of keys/],
  ["no keys", json({ keys: [] }), /none that can be used/],
  [
    "too many keys",
    (response) => json({ keys: Array.from({ length: 101 }, () => pair.jwk) })(response),
    /not a list of keys/,
  ],
  [
    "an endless answer",
    (response) => response.end(`{"keys":[],"x":"${"x".repeat(300_000)}"}`),
    /more than 262144 bytes/,
  ],
  ["a connection that ends", (response) => response.destroy(), /fetch failed/],
])("an answer with %s is none", async (_, respond, why) => {
  entra.respond = respond;
  await expect(fetchKeys()).rejects.toThrow(why);
});

test("a redirect is not followed, not even to keys that could be used", async () => {
  entra.respond = (response, first) =>
    first === "elsewhere"
      ? json({ keys: [pair.jwk] })(response)
      : response.writeHead(302, { location: "/elsewhere" }).end();
  await expect(fetchKeys()).rejects.toThrow("fetch failed");
});

test("an answer that does not come, or does not end, is given up", async () => {
  for (const begin of [undefined, '{"keys":']) {
    entra.respond = (response) => begin && response.write(begin);
    await expect(fetchSigningKeys(entra.authority, 200)(TENANT)).rejects.toThrow(/timeout|aborted/);
  }
});
