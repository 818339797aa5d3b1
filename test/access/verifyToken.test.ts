import { type JWTPayload, SignJWT, UnsecuredJWT, generateKeyPair } from "jose";
import { createTokenKeyFinder, fetchSigningKeys } from "../../shared/access/signingKeys";
import { type Verified, verifyToken } from "../../shared/access/verifyToken";
import {
  AUDIENCE,
  type Claims,
  type Entra,
  OTHER_TENANT,
  type SigningPair,
  TENANT,
  USER,
  makePair,
  sign,
  someClaims,
  startEntra,
} from "./entraStandIn";

const NOW = new Date("2026-11-20T10:00:00Z");
const SECOND = Math.floor(NOW.getTime() / 1_000);

let pair: SigningPair;
let stranger: SigningPair;
let entra: Entra;
beforeAll(async () => {
  [pair, stranger] = await Promise.all([makePair("k1"), makePair("k1")]);
  entra = await startEntra([pair]);
});
afterAll(() => entra.stop());

function verify(token: string): Promise<Verified> {
  const findSigningKey = createTokenKeyFinder({
    fetchKeys: fetchSigningKeys(entra.authority),
    onFailure: () => undefined,
    elapsedMs: () => 0,
  });
  return verifyToken(token, entra.settings, { findSigningKey, now: () => NOW });
}

const signed = (changes: Claims): Promise<string> => sign(someClaims(entra, NOW, changes), pair);

test.each<[string, Claims]>([
  ["of version 2", {}],
  ["of version 1", { iss: `https://sts.windows.net/${TENANT}/`, ver: "1.0", appid: "client" }],
  ["for a list of audiences", { aud: ["https://other.example", AUDIENCE] }],
  ["that ran out within the leeway", { exp: SECOND - 59 }],
  ["that begins within the leeway", { nbf: SECOND + 59 }],
  ["with claims we do not know", { acct: 0, uti: "x", xms_cc: ["cp1"] }],
])("a token %s is accepted", async (_, changes) => {
  expect(await verify(await signed(changes))).toMatchObject({
    outcome: "verified",
    claims: { tid: TENANT, oid: USER },
  });
});

test.each<[string, Claims, string]>([
  ["that ran out", { exp: SECOND - 61 }, "expired"],
  ["without an end", { exp: undefined }, "wrong-claims"],
  ["whose end is a text", { exp: "never" }, "wrong-claims"],
  ["that is not valid yet", { nbf: SECOND + 61 }, "not-yet-valid"],
  ["for another audience", { aud: "https://graph.microsoft.com" }, "wrong-audience"],
  ["for an audience that ours begins", { aud: `${AUDIENCE}.evil.example` }, "wrong-audience"],
  ["without an audience", { aud: undefined }, "wrong-audience"],
  ["of another tenant", { tid: OTHER_TENANT }, "wrong-tenant"],
  ["without a tenant", { tid: undefined }, "wrong-tenant"],
  ["whose tenant is a list", { tid: [TENANT] }, "wrong-tenant"],
  ["of another tenant's version 2 issuer", { iss: `https://login.example/${OTHER_TENANT}/v2.0` }, "wrong-issuer"],
  ["of another tenant's version 1 issuer", { iss: `https://sts.windows.net/${OTHER_TENANT}/` }, "wrong-issuer"],
  ["of a foreign issuer", { iss: "https://evil.example/" }, "wrong-issuer"],
  ["without an issuer", { iss: undefined }, "wrong-issuer"],
  ["without a principal", { oid: undefined }, "wrong-claims"],
  ["without a client, as ID tokens are", { azp: undefined, roles: ["Triggers.Operate"] }, "wrong-claims"],
  ["whose scopes are a list", { scp: ["Data.Read"] }, "wrong-claims"],
  ["whose roles are a text", { roles: "Triggers.Operate" }, "wrong-claims"],
])("a token %s is refused", async (_, changes, reason) => {
  const claims = JSON.parse(JSON.stringify(someClaims(entra, NOW, changes))) as JWTPayload;
  expect(await verify(await sign(claims, pair))).toEqual({ outcome: "refused", reason });
});

const publicSecret = (): Uint8Array => Buffer.from(JSON.stringify(pair.jwk));
const withHeader = async (header: object): Promise<string> => {
  const [, payload = "", signature = ""] = (await signed({})).split(".");
  return `${Buffer.from(JSON.stringify(header)).toString("base64url")}.${payload}.${signature}`;
};

test.each<[string, () => Promise<string>, string]>([
  ["signed by nobody", async () => `${new UnsecuredJWT(someClaims(entra, NOW)).encode()}x`, "wrong-algorithm"],
  [
    "signed with our public key as a shared secret",
    () => new SignJWT(someClaims(entra, NOW)).setProtectedHeader({ alg: "HS256", kid: "k1" }).sign(publicSecret()),
    "wrong-algorithm",
  ],
  [
    "signed with another RSA algorithm",
    async () => {
      const { privateKey } = await generateKeyPair("PS256");
      return new SignJWT(someClaims(entra, NOW)).setProtectedHeader({ alg: "PS256", kid: "k1" }).sign(privateKey);
    },
    "wrong-algorithm",
  ],
  [
    "that names a key which nobody published",
    () => sign(someClaims(entra, NOW), { ...pair, kid: "k2" }),
    "unknown-signing-key",
  ],
  ["signed by a stranger under a name we know", () => sign(someClaims(entra, NOW), stranger), "wrong-signature"],
  ["that brings its own key", () => withHeader({ alg: "RS256", kid: "k1", jwk: stranger.jwk }), "wrong-signature"],
  ["that names a key without end", () => withHeader({ alg: "RS256", kid: "k".repeat(257) }), "malformed"],
  ["that names no key", () => withHeader({ alg: "RS256" }), "malformed"],
  [
    "that asks for an extension we do not have",
    () => withHeader({ alg: "RS256", kid: "k1", crit: ["exp"], exp: 1 }),
    "malformed",
  ],
  ["whose header is a list", () => withHeader([]), "malformed"],
  ["whose parts are no JSON", () => Promise.resolve("a.b.c"), "malformed"],
])("a token %s is refused", async (_, make, reason) => {
  expect(await verify(await make())).toEqual({ outcome: "refused", reason });
});

test("a token whose claims were changed is refused", async () => {
  const [header = "", , signature = ""] = (await signed({})).split(".");
  const claims = { ...someClaims(entra, NOW), roles: ["Triggers.Operate"] };
  const forged = `${header}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.${signature}`;
  expect(await verify(forged)).toEqual({ outcome: "refused", reason: "wrong-signature" });
});

test("a token of a foreign tenant does not make us ask that tenant for keys", async () => {
  const before = entra.requests.length;
  await verify(await signed({ tid: OTHER_TENANT }));
  await verify(await signed({ tid: "../../evil" }));
  expect(entra.requests).toHaveLength(before);
});
