import { type SourceAuth } from "../sourceSettings";
import { type AccessToken } from "./createTokens";

const SCOPE = "https://api.ci.ai.microsoft.com/.default";

/**
 * Asks Entra for a token, each time with a fresh credential: a credential has a cache of its own, which would go on
 * giving a token that the source refuses. (For managed identities that cache belongs to the process and cannot be
 * passed by.) Rejects with the library's errors.
 */
export async function requestToken(auth: SourceAuth, abortSignal: AbortSignal): Promise<AccessToken> {
  if (auth.kind === "token") return { token: auth.token };
  const credential = await createCredential(auth);
  const given = await credential.getToken(SCOPE, { abortSignal });
  return { token: given.token, expiresAt: given.expiresOnTimestamp };
}

/** Imports @azure/identity only here, because it is slow to load and a host that never polls needs none of it. */
async function createCredential(auth: Exclude<SourceAuth, { kind: "token" }>) {
  const identity = await import("@azure/identity");
  if (auth.kind === "client-secret") {
    return new identity.ClientSecretCredential(auth.tenantId, auth.clientId, auth.clientSecret);
  }
  if (auth.kind === "default") return new identity.DefaultAzureCredential();
  return new identity.ManagedIdentityCredential(auth.clientId === undefined ? {} : { clientId: auth.clientId });
}
