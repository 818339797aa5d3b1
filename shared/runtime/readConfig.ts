/**
 * Settings. Everything that a deployment can set is an environment variable (an app setting on Azure). It is read and
 * checked in this folder and nowhere else, and documented in docs/guides/settings.md, which a test compares with what
 * is read here. How to add one is in docs/guides/add-a-setting.md. A setting that is wrong is reported together with
 * all others that are, at the first invocation.
 *
 * - connectionSettings.ts: AzureWebJobsStorage and AzureWebJobsStorage__…; CI_BASE_URL, CI_SUBSCRIPTION_KEY,
 *   CI_ACCESS_TOKEN, CI_TENANT_ID, CI_CLIENT_ID, CI_CLIENT_SECRET; APPLICATIONINSIGHTS_CONNECTION_STRING,
 *   APPLICATIONINSIGHTS_AUTHENTICATION_STRING, OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_METRIC_EXPORT_INTERVAL,
 *   WEBSITE_SITE_NAME
 * - accessSettings.ts: API_KEYS, ENTRA_TENANTS, ENTRA_AUDIENCES, ENTRA_AUTHORITY, ENTRA_PERMISSIONS,
 *   ALLOWED_INSTANCES, ENCRYPTION_KEYS, WEBHOOK_SIGNING_KEYS
 * - deliverySettings.ts: CALLBACK_ALLOWED_HOSTS, PARTITION_ALLOWED_HOSTS, CALLBACK_DEADLINE_SECONDS,
 *   CALLBACK_LEASE_SECONDS, SLOW_CALLBACK_DEADLINE_SECONDS, SLOW_CALLBACK_LEASE_SECONDS, CALLBACK_MAX_PER_HOST,
 *   RETRY_SCHEDULE_SECONDS, CONNECTION_CALLS_PER_MINUTE, CONNECTION_SUBSCRIBES_PER_MINUTE, PURGE_EVENTS_AFTER_DAYS,
 *   PURGE_DEAD_LETTERS_AFTER_DAYS, PURGE_SUBSCRIPTIONS_AFTER_DAYS
 * - this file: PUBLIC_BASE_URL, POLL_BUSY_SECONDS, POLL_IDLE_SECONDS, POLL_MAX_FAILURE_SECONDS, FAILURE_HOLD_SECONDS,
 *   SAFETY_POLL_SECONDS, FULL_REFRESH_TYPES, CI_CALLS_PER_MINUTE, SUBSCRIPTIONS_PER_CONNECTION, REDRIVES_PER_MINUTE
 *
 * Numbers, lists and addresses are parsed by settingReader.ts. The settings of the Functions host itself are in
 * host.json.
 */
import { type AccessSettings } from "../access/caller";
import { type EncryptionKey } from "../access/sealer";
import { type PurgeAges } from "../delivery/purge/ports";
import { type PollPace } from "../detection/watches";
import { CodedError } from "../model/errors";
import { type CallLimit } from "../rateLimit/callLimit";
import { type SourceSettings } from "../source/transport/connection";
import { type TelemetrySettings } from "../telemetry/telemetry";
import { readAccessSettings, readEncryptionKeys, readSigningKeys } from "./accessSettings";
import {
  type StorageChoice,
  isEmulator,
  readSourceSettings,
  readStorageSettings,
  readTelemetrySettings,
} from "./connectionSettings";
import {
  type DeliverySettings,
  readAllowedHosts,
  readConnectionLimits,
  readDeliverySettings,
  readPurgeAges,
} from "./deliverySettings";
import { type Environment, type SettingReader, createSettingReader, reportReferences } from "./settingReader";

export interface Config {
  /** The address of the API as callers see it, with `/api`, without a slash at the end. */
  readonly publicBaseUrl: string;
  readonly storage: StorageChoice;
  readonly source: SourceSettings;
  /** Hosts that may receive callbacks: suffixes with a leading dot, or whole names. */
  readonly allowedHosts: readonly string[];
  /** Hosts that files of entities may be read from, in the same form. */
  readonly partitionHosts: readonly string[];
  readonly encryptionKeys: readonly [EncryptionKey, ...EncryptionKey[]];
  readonly signingKeys: readonly Buffer[];
  readonly pollPace: PollPace;
  readonly holdSeconds: number;
  readonly safetySeconds: number;
  /** The operation types of jobs that count as full refreshes, in lower case. */
  readonly fullRefreshTypes: readonly string[];
  /** Calls to the CI API with one subscription key, over all hosts. */
  readonly callsPerMinute: number;
  /** Calls that one connection may make in any minute, over all hosts. */
  readonly connectionLimits: CallLimit["limits"];
  readonly subscriptionsPerConnection: number;
  readonly delivery: DeliverySettings;
  /** Dead letters that one redrive takes up per minute. */
  readonly redrivesPerMinute: number;
  readonly access: AccessSettings;
  readonly purgeAges: PurgeAges;
  /** Undefined when no destination is set: then there are no traces and metrics. */
  readonly telemetry: TelemetrySettings | undefined;
}

/**
 * Reads the settings from the environment. Throws `invalid-settings`, which names everything that is wrong but never a
 * value. The next invocation reads them again, so that an app heals as soon as its settings do.
 */
export function readConfig(env: Environment): Config {
  const problems: string[] = [];
  reportReferences(env, problems);
  const settings = createSettingReader(env, problems);
  const storage = readStorageSettings(settings);
  const emulator = isEmulator(storage);
  const config: Config = {
    publicBaseUrl: settings.url("PUBLIC_BASE_URL", defaultBaseUrl(settings, emulator)),
    storage,
    source: readSourceSettings(settings),
    ...readAllowedHosts(settings, emulator),
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

/** The address at `WEBSITE_HOSTNAME`, which the host sets: the app's name on Azure, `localhost:7071` locally. */
function defaultBaseUrl(settings: SettingReader, emulator: boolean): string | undefined {
  const host = settings.text("WEBSITE_HOSTNAME") ?? (emulator ? "localhost:7071" : undefined);
  return host && `${/^(?:localhost|127\.)/.test(host) ? "http" : "https"}://${host}/api`;
}

/** The settings in a form that may be logged: instead of a secret only whether it is set. */
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
