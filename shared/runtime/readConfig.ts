import { type AccessSettings } from "../access/caller";
import { type EncryptionKey } from "../access/sealer";
import { type PurgeAges } from "../delivery/purge/ports";
import { type PollPace } from "../detection/watches";
import { CodedError } from "../model/errors";
import { type CallLimit } from "../rateLimit/admitBatch";
import { type SourceSettings } from "../source/transport/sourceSettings";
import { type TelemetrySettings } from "../telemetry/telemetry";
import { readAccessSettings, readEncryptionKeys, readSigningKeys } from "./readAccess";
import {
  type StorageChoice,
  isEmulator,
  readSourceSettings,
  readStorageSettings,
  readTelemetrySettings,
} from "./readConnections";
import {
  type DeliverySettings,
  readAllowedHosts,
  readConnectionLimits,
  readDeliverySettings,
  readPurgeAges,
} from "./readDelivery";
import { type Environment, type SettingReader, createSettingReader } from "./readSetting";

export interface Config {
  /** As callers see the API, with its `/api`, without a slash at the end. */
  readonly publicBaseUrl: string;
  readonly storage: StorageChoice;
  readonly source: SourceSettings;
  /** Hosts that callbacks may go to: suffixes with a leading dot, or whole names. */
  readonly allowedHosts: readonly string[];
  /** Hosts that entities' files may be read from, in the same form. */
  readonly partitionHosts: readonly string[];
  readonly encryptionKeys: readonly [EncryptionKey, ...EncryptionKey[]];
  readonly signingKeys: readonly Buffer[];
  readonly pollPace: PollPace;
  readonly holdSeconds: number;
  readonly safetySeconds: number;
  /** Operation types of jobs that are full refreshes, lower case. */
  readonly fullRefreshTypes: readonly string[];
  /** To the CI API with one subscription key, over all hosts. */
  readonly callsPerMinute: number;
  /** Of one connection in any minute, over all hosts. */
  readonly connectionLimits: CallLimit["limits"];
  readonly subscriptionsPerConnection: number;
  readonly delivery: DeliverySettings;
  /** Dead letters that one redrive takes up. */
  readonly redrivesPerMinute: number;
  readonly access: AccessSettings;
  readonly purgeAges: PurgeAges;
  /** Absent: none is made. */
  readonly telemetry: TelemetrySettings | undefined;
}

/** Where CI keeps files: Azure Data Lake and Blob storage, public cloud (reference/customer-insights-api.md 2.6). */
const FILE_HOSTS = [".dfs.core.windows.net", ".blob.core.windows.net"];

/** Settings from the environment. Throws `invalid-settings` that names everything that is wrong, never a value. */
export function readConfig(env: Environment): Config {
  const problems: string[] = [];
  const settings = createSettingReader(env, problems);
  const storage = readStorageSettings(settings);
  const emulator = isEmulator(storage);
  const config: Config = {
    publicBaseUrl: settings.url("PUBLIC_BASE_URL", defaultBaseUrl(settings, emulator)),
    storage,
    source: readSourceSettings(settings),
    allowedHosts: readAllowedHosts(settings, emulator),
    partitionHosts: settings.list("PARTITION_ALLOWED_HOSTS", FILE_HOSTS).map((host) => host.toLowerCase()),
    encryptionKeys: readEncryptionKeys(settings, emulator),
    signingKeys: readSigningKeys(settings),
    pollPace: {
      busySeconds: settings.number("POLL_BUSY_SECONDS", { fallback: 15, least: 1, most: 3_600 }),
      idleSeconds: settings.number("POLL_IDLE_SECONDS", { fallback: 60, least: 1, most: 3_600 }),
      maxFailureSeconds: settings.number("POLL_MAX_FAILURE_SECONDS", { fallback: 300, least: 1, most: 86_400 }),
    },
    holdSeconds: settings.number("FAILURE_HOLD_SECONDS", { fallback: 1_800, least: 0, most: 86_400 }),
    safetySeconds: settings.number("SAFETY_POLL_SECONDS", { fallback: 900, least: 60, most: 86_400 }),
    fullRefreshTypes: settings.list("FULL_REFRESH_TYPES", ["all"]).map((type) => type.toLowerCase()),
    callsPerMinute: settings.count("CI_CALLS_PER_MINUTE", { fallback: 90, least: 1, most: 100_000 }),
    connectionLimits: readConnectionLimits(settings),
    subscriptionsPerConnection: settings.count("SUBSCRIPTIONS_PER_CONNECTION", {
      fallback: 1_000,
      least: 1,
      most: 100_000,
    }),
    delivery: readDeliverySettings(settings),
    redrivesPerMinute: settings.count("REDRIVES_PER_MINUTE", { fallback: 900, least: 1, most: 100_000 }),
    access: readAccessSettings(settings),
    purgeAges: readPurgeAges(settings),
    telemetry: readTelemetrySettings(settings),
  };
  if (problems.length > 0) throw new CodedError("invalid-settings", `Wrong settings: ${problems.join("; ")}`);
  return config;
}

/** `WEBSITE_HOSTNAME` is the host's own: on Azure the app's name, locally `localhost:7071`. */
function defaultBaseUrl(settings: SettingReader, emulator: boolean): string | undefined {
  const host = settings.text("WEBSITE_HOSTNAME") ?? (emulator ? "localhost:7071" : undefined);
  return host && `${/^(?:localhost|127\.)/.test(host) ? "http" : "https"}://${host}/api`;
}

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
