/**
 * Settings of connections: where storage, the CI API and the destinations of telemetry are, and how to sign in there.
 */
import { defined } from "../model/defined";
import { UUID } from "../model/text";
import { type SourceSettings } from "../source/transport/connection";
import { type SourceAuth } from "../source/transport/tokens";
import { type TelemetrySettings } from "../telemetry/telemetry";
import { type SettingReader } from "./settingReader";

const INSIGHTS = "APPLICATIONINSIGHTS_CONNECTION_STRING";

const INSIGHTS_IDENTITY = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

const COLLECTOR = "OTEL_EXPORTER_OTLP_ENDPOINT";

const INSTRUMENTATION_KEY = new RegExp(String.raw`(?:^|;)\s*InstrumentationKey=${UUID.source}\s*(?:;|$)`, "i");

/**
 * Reads the destinations of traces and metrics; undefined when neither is set. The names are defined by Application
 * Insights and OpenTelemetry, and the Functions host reads the first one, too.
 */
export function readTelemetrySettings(settings: SettingReader): TelemetrySettings | undefined {
  const connectionString = settings.text(INSIGHTS);
  const endpoint = settings.text(COLLECTOR);
  if (connectionString === undefined && endpoint === undefined) return undefined;
  if (connectionString !== undefined && !INSTRUMENTATION_KEY.test(connectionString))
    settings.wrong(INSIGHTS, "is not a connection string of Application Insights");
  if (endpoint !== undefined) settings.url(COLLECTOR, undefined);
  return {
    ...defined({ connectionString, identity: readInsightsIdentity(settings) }),
    otlp: endpoint !== undefined,
    metricsEveryMs: settings.number("OTEL_METRIC_EXPORT_INTERVAL", { fallback: 60_000, least: 100, most: 3_600_000 }),
    serviceName: settings.text("WEBSITE_SITE_NAME") ?? "customer-insights-triggers",
  };
}

/**
 * Reads `ClientId=<id>;Authorization=AAD` as the Functions host does; without a client id it is the app's own identity.
 * Source: Microsoft Learn, "App settings reference for Azure Functions".
 */
function readInsightsIdentity(settings: SettingReader): TelemetrySettings["identity"] {
  const text = settings.text(INSIGHTS_IDENTITY);
  if (text === undefined) return undefined;
  const parts = new Map(
    text.split(";").map((part) => [part.split("=")[0]?.trim().toLowerCase(), part.split("=")[1]?.trim()]),
  );
  if (parts.get("authorization")?.toUpperCase() !== "AAD")
    settings.wrong(INSIGHTS_IDENTITY, "is not of the form ClientId=<id>;Authorization=AAD");
  return defined({ clientId: parts.get("clientid") });
}

const PUBLIC_API = "https://api.ci.ai.dynamics.com/v1";

/**
 * Reads the address of the CI API and how to sign in: by a fixed token, a client secret, or the identity that the app
 * runs under.
 */
export function readSourceSettings(settings: SettingReader): SourceSettings {
  const subscriptionKey = settings.text("CI_SUBSCRIPTION_KEY");
  return {
    baseUrl: settings.url("CI_BASE_URL", PUBLIC_API),
    ...defined({ subscriptionKey }),
    auth: readAuth(settings),
  };
}

function readAuth(settings: SettingReader): SourceAuth {
  const token = settings.text("CI_ACCESS_TOKEN");
  if (token !== undefined) return { kind: "token", token };
  const clientId = settings.text("CI_CLIENT_ID");
  const clientSecret = settings.text("CI_CLIENT_SECRET");
  const tenantId = settings.text("CI_TENANT_ID");
  if (clientSecret === undefined) {
    // A client id alone names a user-assigned identity; a tenant means an app registration, which needs its secret.
    if (tenantId !== undefined) settings.wrong("CI_CLIENT_SECRET", "is missing beside CI_TENANT_ID");
    return clientId === undefined ? { kind: "default" } : { kind: "managed-identity", clientId };
  }
  if (tenantId === undefined) settings.wrong("CI_TENANT_ID", "is missing beside CI_CLIENT_SECRET");
  if (clientId === undefined) settings.wrong("CI_CLIENT_ID", "is missing beside CI_CLIENT_SECRET");
  return { kind: "client-secret", tenantId: tenantId ?? "", clientId: clientId ?? "", clientSecret };
}

/** The way to reach storage. Its settings are those of the Functions host itself (`AzureWebJobsStorage…`). */
export type StorageChoice =
  | { readonly kind: "connection-string"; readonly connectionString: string }
  | {
      readonly kind: "identity";
      readonly tableServiceUri: string;
      readonly queueServiceUri: string;
      /** The client id of a user-assigned identity; absent for the app's own identity. */
      readonly clientId?: string;
    };

const NAME = "AzureWebJobsStorage";

/** A connection string names an account, an endpoint or the emulator; the SDK parses the rest. */
const CONNECTION_STRING = /(?:^|;)\s*(?:UseDevelopmentStorage=true|AccountName=[^;]|(?:Table|Queue)Endpoint=[^;])/i;

/** Reads a connection string, or the account name or service addresses for an identity. */
export function readStorageSettings(settings: SettingReader): StorageChoice {
  const connectionString = settings.text(NAME);
  if (connectionString !== undefined) {
    if (!CONNECTION_STRING.test(connectionString)) settings.wrong(NAME, "is not a storage connection string");
    return { kind: "connection-string", connectionString };
  }
  const account = settings.text(`${NAME}__accountName`);
  const clientId = settings.text(`${NAME}__clientId`);
  const services = ["table", "queue"].map((service) => settings.text(`${NAME}__${service}ServiceUri`));
  if (account === undefined && services.every((uri) => uri === undefined)) {
    settings.wrong(NAME, `is missing: give a connection string, or ${NAME}__accountName to sign in with an identity`);
    return { kind: "connection-string", connectionString: "" };
  }
  const address = (service: string): string | undefined => account && `https://${account}.${service}.core.windows.net`;
  return {
    kind: "identity",
    tableServiceUri: settings.url(`${NAME}__tableServiceUri`, address("table")),
    queueServiceUri: settings.url(`${NAME}__queueServiceUri`, address("queue")),
    ...defined({ clientId }),
  };
}

const EMULATOR = /(?:^|;)\s*(?:UseDevelopmentStorage=true|AccountName=devstoreaccount1)\s*(?:;|$)/i;

/** True for Azurite, in both ways of naming it. */
export function isEmulator(storage: StorageChoice): boolean {
  return storage.kind === "connection-string" && EMULATOR.test(storage.connectionString);
}
