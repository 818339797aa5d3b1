import { type JWTPayload, decodeJwt, decodeProtectedHeader, errors, jwtVerify } from "jose";
import { type EntraSettings } from "../accessSettings";
import { type RefusalReason } from "../caller";
import { type FindSigningKey } from "./createSigningKeys";
import { issuersOf } from "./issuersOf";
import { type TokenClaims, checkClaims } from "./tokenClaims";

/** The one that Entra signs with. A list of one also keeps out `none`, and HMAC with a public key as the secret. */
const ALGORITHM = "RS256";
const LEEWAY_SECONDS = 60;
const LONGEST_KEY_ID = 256;

export interface VerifyDeps {
  readonly findSigningKey: FindSigningKey;
  readonly now: () => Date;
}

type Refused = { readonly outcome: "refused"; readonly reason: RefusalReason };

export type Verified =
  { readonly outcome: "verified"; readonly claims: TokenClaims } | Refused | { readonly outcome: "unavailable" };

/** The claims of an access token that one of the tenants issued for us. Costs nothing outside before its tenant is known. */
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

/** What a token says of its tenant and key, which nothing has proved yet. */
function readUnverified(token: string, { tenants }: EntraSettings): { tenantId: string; keyId: string } | Refused {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    if (alg !== ALGORITHM) return refuse("wrong-algorithm");
    if (typeof kid !== "string" || kid.length > LONGEST_KEY_ID) return refuse("malformed");
    const { tid }: JWTPayload & { tid?: unknown } = decodeJwt(token);
    if (typeof tid !== "string" || !tenants.includes(tid.toLowerCase())) return refuse("wrong-tenant");
    return { tenantId: tid.toLowerCase(), keyId: kid };
  } catch {
    return refuse("malformed");
  }
}

const CLAIM_REASONS: Readonly<Record<string, RefusalReason>> = {
  iss: "wrong-issuer",
  aud: "wrong-audience",
  nbf: "not-yet-valid",
};

/** Whatever verification throws, it was the token's doing: the rest of its input is ours. */
function toReason(error: unknown): RefusalReason {
  if (error instanceof errors.JWTExpired) return "expired";
  if (error instanceof errors.JWTClaimValidationFailed) return CLAIM_REASONS[error.claim] ?? "wrong-claims";
  return error instanceof errors.JWSSignatureVerificationFailed ? "wrong-signature" : "malformed";
}

function refuse(reason: RefusalReason): Refused {
  return { outcome: "refused", reason };
}
