import { type SourceAuth, type SourceSettings } from "../source/sourceSettings";
import { type SettingReader } from "./readSetting";

const PUBLIC_API = "https://api.ci.ai.dynamics.com/v1";

/** Where the CI API is and how to sign in: a fixed token, a client secret, or the identity the app runs under. */
export function readSourceSettings(settings: SettingReader): SourceSettings {
  const subscriptionKey = settings.text("CI_SUBSCRIPTION_KEY");
  return {
    baseUrl: settings.url("CI_BASE_URL", PUBLIC_API),
    ...(subscriptionKey === undefined ? {} : { subscriptionKey }),
    auth: readAuth(settings),
  };
}

function readAuth(settings: SettingReader): SourceAuth {
  const token = settings.text("CI_ACCESS_TOKEN");
  if (token !== undefined) return { kind: "token", token };
  const clientId = settings.text("CI_CLIENT_ID");
  const clientSecret = settings.text("CI_CLIENT_SECRET");
  if (clientSecret === undefined)
    return clientId === undefined ? { kind: "default" } : { kind: "managed-identity", clientId };
  const tenantId = settings.text("CI_TENANT_ID");
  if (tenantId === undefined) settings.wrong("CI_TENANT_ID", "is missing beside CI_CLIENT_SECRET");
  if (clientId === undefined) settings.wrong("CI_CLIENT_ID", "is missing beside CI_CLIENT_SECRET");
  return { kind: "client-secret", tenantId: tenantId ?? "", clientId: clientId ?? "", clientSecret };
}
