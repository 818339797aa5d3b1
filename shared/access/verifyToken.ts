/**
 * The check of an access token of Entra: signature, issuer, audience and lifetime, and then the claims that make a
 * `Caller` of it (learn.microsoft.com/entra/identity-platform/access-tokens).
 */
import { type JWTPayload, decodeJwt, decodeProtectedHeader, errors, jwtVerify } from "jose";
import { guard } from "../validation/guard";
import {
  type Caller,
  type EntraSettings,
  type InstanceGrant,
  type RefusalReason,
  type Role,
  grantInstances,
  hashConnection,
} from "./caller";
import { type FindSigningKey } from "./signingKeys";

const TEXT = { type: "string", minLength: 1, maxLength: 256 };

const TEXTS = { type: "array", items: { type: "string", maxLength: 256 }, maxItems: 1_000 };

/** The claims that are used of an access token of Entra, version 1 or 2. */
export interface TokenClaims {
  readonly tid: string;
  /** The user or service principal in its tenant, the same for every app. */
  readonly oid: string;
  /** What the client may do for a signed-in user. Absent when the client acts for itself. */
  readonly scp?: string;
  /** App roles that an administrator has given to the user or, if there is no user, to the client. */
  readonly roles?: readonly string[];
  /** Object ids of groups. Absent when Entra is not set to send them, or when there are too many for a token. */
  readonly groups?: readonly string[];
}

/**
 * The claims must name a client (`azp` in version 2, `appid` in version 1). An ID token, which may be for the same
 * audience, has none and is refused.
 */
const checkClaims = guard<TokenClaims>({
  type: "object",
  required: ["tid", "oid"],
  anyOf: [hasText("azp"), hasText("appid")],
  properties: { tid: TEXT, oid: TEXT, scp: { type: "string" }, roles: TEXTS, groups: TEXTS },
});

/**
 * The algorithm that Entra signs with. Allowing one only keeps out `none`, and HMAC with a public key as the secret.
 */
const ALGORITHM = "RS256";

const LEEWAY_SECONDS = 60;

export interface VerifyDeps {
  readonly findSigningKey: FindSigningKey;
  readonly now: () => Date;
}

type Refused = { readonly outcome: "refused"; readonly reason: RefusalReason };

export type Verified =
  { readonly outcome: "verified"; readonly claims: TokenClaims } | Refused | { readonly outcome: "unavailable" };

/**
 * Verifies that one of the tenants issued the token for us. No request is made before its tenant is known to be one of
 * them.
 */
export async function verifyToken(token: string, entra: EntraSettings, deps: VerifyDeps): Promise<Verified> {
  const claimed = readUnverified(token, entra);
  if ("outcome" in claimed) return claimed;
  const { tenantId, keyId } = claimed;
  const found = await deps.findSigningKey(tenantId, keyId);
  if (found.outcome === "unavailable") return found;
  if (found.outcome === "unknown") return refuse("unknown-signing-key");
  try {
    const { payload } = await jwtVerify(token, found.key, {
      algorithms: [ALGORITHM],
      issuer: issuersOf(tenantId, entra.authority),
      audience: [...entra.audiences],
      requiredClaims: ["exp"],
      clockTolerance: LEEWAY_SECONDS,
      currentDate: deps.now(),
    });
    const checked = checkClaims(payload);
    return checked.ok ? { outcome: "verified", claims: checked.value } : refuse("wrong-claims");
  } catch (error) {
    return refuse(toReason(error));
  }
}

const MAX_KEY_ID_LENGTH = 256;

/** Reads the tenant and the key that a token names, which nothing has proved yet. */
function readUnverified(token: string, { tenants }: EntraSettings): { tenantId: string; keyId: string } | Refused {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    if (alg !== ALGORITHM) return refuse("wrong-algorithm");
    if (typeof kid !== "string" || kid.length > MAX_KEY_ID_LENGTH) return refuse("malformed");
    const { tid }: JWTPayload & { tid?: unknown } = decodeJwt(token);
    if (typeof tid !== "string" || !tenants.includes(tid.toLowerCase())) return refuse("wrong-tenant");
    return { tenantId: tid.toLowerCase(), keyId: kid };
  } catch {
    return refuse("malformed");
  }
}

function refuse(reason: RefusalReason): Refused {
  return { outcome: "refused", reason };
}

/** The issuer's host of version 1 tokens by the cloud's sign-in host. The public and the US cloud share the default. */
const ISSUER_HOSTS: Readonly<Record<string, string>> = {
  "login.partner.microsoftonline.cn": "sts.chinacloudapi.cn",
  "login.chinacloudapi.cn": "sts.chinacloudapi.cn",
};

/** The `iss` of a tenant's tokens, version 1 and 2. */
function issuersOf(tenantId: string, authority: string): string[] {
  const host = ISSUER_HOSTS[new URL(authority).hostname] ?? "sts.windows.net";
  return [`https://${host}/${tenantId}/`, `${authority}/${tenantId}/v2.0`];
}

const CLAIM_REASONS: Readonly<Record<string, RefusalReason>> = {
  iss: "wrong-issuer",
  aud: "wrong-audience",
  nbf: "not-yet-valid",
};

/** Whatever verification throws is the token's fault, because all its other input is ours. */
function toReason(error: unknown): RefusalReason {
  if (error instanceof errors.JWTExpired) return "expired";
  if (error instanceof errors.JWTClaimValidationFailed) return CLAIM_REASONS[error.claim] ?? "wrong-claims";
  return error instanceof errors.JWSSignatureVerificationFailed ? "wrong-signature" : "malformed";
}

function hasText(name: string): object {
  return { type: "object", required: [name], properties: { [name]: TEXT } };
}

/**
 * The caller of a verified token. Its connection is the principal, whatever the client, audience or version of the
 * token.
 */
export function toTokenCaller(
  claims: TokenClaims,
  entra: Pick<EntraSettings, "permissions">,
  grants: readonly InstanceGrant[],
): Caller {
  const { tid, oid, groups = [] } = claims;
  const names = [`tenant:${tid.toLowerCase()}`, ...groups.map((group) => `group:${group.toLowerCase()}`)];
  return {
    connection: hashConnection("entra", tid.toLowerCase(), oid.toLowerCase()),
    roles: readRoles(claims, entra),
    instances: grantInstances(names, grants),
  };
}

/**
 * The roles of a token: for a user what the client was consented to do (`scp`), for a client by itself its app roles.
 * Any user can consent to a scope, so a user needs the app role as well for `operate`, which only an administrator can
 * give.
 */
function readRoles({ scp, roles = [] }: TokenClaims, { permissions }: Pick<EntraSettings, "permissions">): Role[] {
  const allowedBy = (names: readonly string[]): Role[] => [
    ...new Set(permissions.filter(({ name }) => names.includes(name)).map(({ role }) => role)),
  ];
  const given = allowedBy(roles);
  if (scp === undefined) return given;
  return allowedBy(scp.split(" ")).filter((role) => role !== "operate" || given.includes("operate"));
}
