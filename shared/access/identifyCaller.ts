import { type AccessSettings } from "./accessSettings";
import { type Identified } from "./caller";
import { grantInstances } from "./grantInstances";
import { hashConnection } from "./hashConnection";
import { matchApiKey } from "./matchApiKey";
import { type Credentials } from "./readCredentials";
import { toTokenCaller } from "./token/toTokenCaller";
import { type VerifyDeps, verifyToken } from "./token/verifyToken";

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
