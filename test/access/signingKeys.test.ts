import { type CryptoKey } from "jose";
import { type ServerResponse } from "node:http";
import {
  type FindSigningKey,
  type SigningKeys,
  createTokenKeyFinder,
  fetchSigningKeys,
} from "../../shared/access/signingKeys";
import { type Entra, type SigningPair, TENANT, makePair, startEntra } from "./entraStandIn";

const HOUR = 3_600_000;

/** A publisher that can be told what to publish, and a clock that is moved by hand. */
function aWorld(): {
  find: FindSigningKey;
  asked: string[];
  failures: string[];
  publish: (...kids: string[]) => void;
  publisher: { fetchKeys: (tenantId: string) => Promise<SigningKeys> };
  pass: (ms: number) => void;
} {
  let now = 0;
  const [asked, failures]: [string[], string[]] = [[], []];
  const publisher = { fetchKeys: (): Promise<SigningKeys> => Promise.reject(new Error("down")) };
  const find = createTokenKeyFinder({
    fetchKeys: (tenantId) => {
      asked.push(tenantId);
      return publisher.fetchKeys();
    },
    onFailure: (tenantId) => failures.push(tenantId),
    elapsedMs: () => now,
  });
  const publish = (...kids: string[]): void => {
    publisher.fetchKeys = () => Promise.resolve(new Map(kids.map((kid) => [kid, keyOf(kid)])));
  };
  return { find, asked, failures, publish, publisher, pass: (ms) => (now += ms) };
}

const keyOf = (kid: string): CryptoKey => ({ type: "public", kid }) as unknown as CryptoKey;
const found = (kid: string): object => ({ outcome: "found", key: keyOf(kid) });

test("keys are read once for all tokens, each tenant's for itself", async () => {
  const { find, asked, publish } = aWorld();
  publish("k1");
  const all = await Promise.all([find("t1", "k1"), find("t1", "k1"), find("t2", "k1")]);
  expect(all).toEqual([found("k1"), found("k1"), found("k1")]);
  expect(await find("t1", "k1")).toEqual(found("k1"));
  expect(asked).toEqual(["t1", "t2"]);
});

test("a token with a new key makes us read again: that is how keys are changed", async () => {
  const { find, asked, publish, pass } = aWorld();
  publish("k1");
  await find("t1", "k1");
  publish("k1", "k2");
  pass(30_000);
  expect(await find("t1", "k2")).toEqual(found("k2"));
  expect(await find("t1", "k1")).toEqual(found("k1"));
  expect(asked).toHaveLength(2);
});

test("a thousand tokens with keys that do not exist make us read once in half a minute", async () => {
  const { find, asked, publish, pass } = aWorld();
  publish("k1");
  await find("t1", "k1");
  for (let at = 0; at < 1_000; at += 1) expect(await find("t1", `made-up-${at}`)).toEqual({ outcome: "unknown" });
  expect(asked).toHaveLength(1);
  pass(30_000);
  await Promise.all(Array.from({ length: 1_000 }, (_, at) => find("t1", `made-up-${at}`)));
  expect(asked).toHaveLength(2);
});

test("keys that cannot be read for the first time make tokens wait, and are asked for again soon", async () => {
  const { find, asked, failures, publish, pass } = aWorld();
  expect(await find("t1", "k1")).toEqual({ outcome: "unavailable" });
  expect(await find("t1", "k1")).toEqual({ outcome: "unavailable" });
  expect([asked, failures]).toEqual([["t1"], ["t1"]]);
  publish("k1");
  pass(5_000);
  expect(await find("t1", "k1")).toEqual(found("k1"));
});

test("known keys count while their publisher is down or hangs, and nobody waits for it", async () => {
  const { find, asked, publish, publisher, pass } = aWorld();
  publish("k1");
  await find("t1", "k1");
  pass(HOUR + 1);
  publisher.fetchKeys = () => new Promise(() => undefined);
  expect(await find("t1", "k1")).toEqual(found("k1"));
  pass(HOUR);
  expect(await find("t1", "k1")).toEqual(found("k1"));
  expect(asked).toHaveLength(2);
});

test("an unknown key while the publisher is down may be a new one", async () => {
  const { find, publish, publisher, pass } = aWorld();
  publish("k1");
  await find("t1", "k1");
  publisher.fetchKeys = () => Promise.reject(new Error("down"));
  pass(30_000);
  expect(await find("t1", "k2")).toEqual({ outcome: "unavailable" });
  expect(await find("t1", "k1")).toEqual(found("k1"));
});

test("a key that was withdrawn counts no more once the keys were read again", async () => {
  const { find, publish, pass } = aWorld();
  publish("k1", "k2");
  await find("t1", "k1");
  publish("k2");
  pass(HOUR + 1);
  expect(await find("t1", "k1")).toEqual(found("k1"));
  await find("t1", "k2");
  expect(await find("t1", "k1")).toEqual({ outcome: "unknown" });
});

test("keys that could not be read again for a day count no more", async () => {
  const { find, publish, publisher, pass } = aWorld();
  publish("k1");
  await find("t1", "k1");
  publisher.fetchKeys = () => Promise.reject(new Error("down"));
  pass(24 * HOUR);
  expect(await find("t1", "k1")).toEqual({ outcome: "unavailable" });
});

describe("fetchSigningKeys", () => {
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
});
