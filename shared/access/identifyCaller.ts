import { createHash, timingSafeEqual } from "node:crypto";
import {
  type AccessSettings,
  type ApiKey,
  type Identified,
  type RefusalReason,
  grantInstances,
  hashConnection,
} from "./caller";
import { type VerifyDeps, toTokenCaller, verifyToken } from "./verifyToken";

interface Headers {
  get(name: string): string | null;
}

export type Credentials =
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "api-key"; readonly apiKey: string }
  | { readonly kind: "none"; readonly reason: RefusalReason };

/** 256 bits in base64 have 43; what is shorter could be guessed, and no setting can make it a key. */
const SHORTEST_KEY = 32;

const MAX_KEY_LENGTH = 256;

/** A key that is entered in place of a function key comes in that header: the host passes it on and does not check it. */
const KEY_HEADERS = ["x-api-key", "x-functions-key"];

/**
 * What a request's headers offer as proof, by its form alone. A bearer token decides even beside a key. Connectors with
 * two ways in send the other one's header empty: that is as if it were not there (reference/connector-rules.md 9).
 */
export function readCredentials(headers: Headers): Credentials {
  const authorization = headers.get("authorization") ?? "";
  if (/^bearer(?:\s|$)/i.test(authorization)) return readToken(authorization);
  const apiKey = KEY_HEADERS.map((name) => headers.get(name) ?? "").find((value) => value !== "") ?? "";
  if (apiKey === "") return { kind: "none", reason: "no-credentials" };
  if (apiKey.length > MAX_KEY_LENGTH) return { kind: "none", reason: "too-long" };
  if (apiKey.length < SHORTEST_KEY) return { kind: "none", reason: "malformed" };
  return { kind: "api-key", apiKey };
}

/** Entra's tokens with 200 groups have some 10,000 characters. */
const MAX_HEADER_LENGTH = 16_384;

function readToken(authorization: string): Credentials {
  if (authorization.length > MAX_HEADER_LENGTH) return { kind: "none", reason: "too-long" };
  const token = authorization.slice("bearer".length).trim();
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return { kind: "none", reason: "malformed" };
  return { kind: "token", token };
}

/** Who has these credentials. Reads no storage; the one thing it may wait for is a tenant's signing keys. */
export const identifyCaller =
  ({ apiKeys, entra, grants }: AccessSettings, deps: VerifyDeps) =>
  async (credentials: Credentials): Promise<Identified> => {
    if (credentials.kind === "none") return { outcome: "refused", reason: credentials.reason };
    if (credentials.kind === "api-key") {
      const match = matchApiKey(credentials.apiKey, apiKeys);
      if (!match) return { outcome: "refused", reason: "unknown-key" };
      const { name, roles } = match;
      const instances = grantInstances([`key:${name}`], grants);
      return { outcome: "known", caller: { connection: hashConnection("key", name), roles, instances } };
    }
    if (!entra) return { outcome: "refused", reason: "not-accepted" };
    const verified = await verifyToken(credentials.token, entra, deps);
    if (verified.outcome !== "verified") return verified;
    return { outcome: "known", caller: toTokenCaller(verified.claims, entra, grants) };
  };

/**
 * The setting that the presented key fits, if any. One fast hash is right here: keys are 256 random bits, which nobody
 * finds by trying, and a slow hash would make each wrong key expensive to us. All are compared, each in constant time.
 */
function matchApiKey(presented: string, apiKeys: readonly ApiKey[]): ApiKey | undefined {
  const digest = createHash("sha256").update(presented).digest();
  return apiKeys.filter((each) => timingSafeEqual(each.digest, digest))[0];
}
