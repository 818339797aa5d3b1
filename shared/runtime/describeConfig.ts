import { type Config } from "./readConfig";

/** The settings as they may be logged: of a secret only whether it is there. */
export function describeConfig(config: Config): Record<string, unknown> {
  const { storage, source, encryptionKeys, signingKeys, access, telemetry, ...plain } = config;
  return {
    ...plain,
    storage: storage.kind,
    source: { baseUrl: source.baseUrl, auth: source.auth.kind, subscriptionKey: source.subscriptionKey !== undefined },
    encryptionKeys: encryptionKeys.map(({ keyId }) => keyId),
    signingKeys: signingKeys.length,
    telemetry: { insights: telemetry?.connectionString !== undefined, otlp: telemetry?.otlp ?? false },
    access: { ...access, apiKeys: access.apiKeys.map(({ name, roles }) => ({ name, roles })) },
  };
}
