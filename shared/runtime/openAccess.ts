import { type AccessSettings } from "../access/accessSettings";
import { identifyCaller } from "../access/identifyCaller";
import { createSigningKeys } from "../access/token/createSigningKeys";
import { fetchSigningKeys } from "../access/token/fetchSigningKeys";
import { type AccessDeps } from "../http/establishCaller";
import { type Log } from "../model/log";

/** One memory of signing keys for the process. Says so when nobody can ever be let in. */
export function openAccess(settings: AccessSettings, { now, log }: { now: () => Date; log: Log }): AccessDeps {
  if (settings.apiKeys.length === 0 && !settings.entra) {
    log({
      name: "access.closed",
      message: "every call is refused: set API_KEYS, or ENTRA_TENANTS and ENTRA_AUDIENCES",
    });
  }
  const findSigningKey = createSigningKeys({
    fetchKeys: fetchSigningKeys(settings.entra?.authority ?? ""),
    onFailure: (tenantId, error) => log({ name: "signingKeys.missed", tenantId, message: String(error) }),
    elapsedMs: () => performance.now(),
  });
  return { identifyCaller: identifyCaller(settings, { findSigningKey, now }) };
}
