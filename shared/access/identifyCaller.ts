/**
 * Access: who calls, and what that caller may do. It reads credentials from a request's headers, checks API keys by
 * their hash and tokens of Entra by their signature, and gives a `Caller` with roles and instances. It does not answer
 * requests: `http/answer.ts` turns a refusal into 401, `http/requireAccess.ts` a missing role or instance into 403 or
 * 404.
 *
 * Start here. `verifyToken.ts` and `signingKeys.ts` are for tokens, `caller.ts` has the words and rules of grants, and
 * `sealer.ts` encrypts the secrets that are stored.
 */
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

/**
 * Keys of 256 bits have 43 characters in base64. A much shorter text could be guessed, and no setting can make it a
 * key.
 */
const MIN_KEY_LENGTH = 32;

const MAX_KEY_LENGTH = 256;

/**
 * The headers of an API key. A key that is entered in place of a function key comes in the second one: the Functions
 * host passes it on unchecked for a function of level "anonymous".
 */
const KEY_HEADERS = ["x-api-key", "x-functions-key"];

/**
 * Reads the credentials from a request's headers and checks their form only. A bearer token decides even beside a key.
 * A connector with two ways in sends the other one's header empty, which counts as absent (`docs/power-automate.md`,
 * "Authentication").
 */
export function readCredentials(headers: Headers): Credentials {
  const authorization = headers.get("authorization") ?? "";
  if (/^bearer(?:\s|$)/i.test(authorization)) return readToken(authorization);
  const apiKey = KEY_HEADERS.map((name) => headers.get(name) ?? "").find((value) => value !== "") ?? "";
  if (apiKey === "") return { kind: "none", reason: "no-credentials" };
  if (apiKey.length > MAX_KEY_LENGTH) return { kind: "none", reason: "too-long" };
  if (apiKey.length < MIN_KEY_LENGTH) return { kind: "none", reason: "malformed" };
  return { kind: "api-key", apiKey };
}

/** A token of Entra with 200 groups has some 10,000 characters. */
const MAX_HEADER_LENGTH = 16_384;

function readToken(authorization: string): Credentials {
  if (authorization.length > MAX_HEADER_LENGTH) return { kind: "none", reason: "too-long" };
  const token = authorization.slice("bearer".length).trim();
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return { kind: "none", reason: "malformed" };
  return { kind: "token", token };
}

/** Identifies the caller by its credentials. It reads no storage and waits for nothing but a tenant's signing keys. */
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
 * Finds the setting that the presented key fits. One fast hash is right here: keys are 256 random bits, which nobody
 * finds by trying, and a slow hash would make each wrong key expensive for us. All are compared, each in constant time.
 */
function matchApiKey(presented: string, apiKeys: readonly ApiKey[]): ApiKey | undefined {
  const digest = createHash("sha256").update(presented).digest();
  return apiKeys.filter((each) => timingSafeEqual(each.digest, digest))[0];
}
