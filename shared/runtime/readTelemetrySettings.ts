import { type TelemetrySettings } from "../telemetry/telemetrySettings";
import { type SettingReader } from "./readSetting";

const INSIGHTS = "APPLICATIONINSIGHTS_CONNECTION_STRING";
const COLLECTOR = "OTEL_EXPORTER_OTLP_ENDPOINT";
const INSTRUMENTATION_KEY = /(?:^|;)\s*InstrumentationKey=[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\s*(?:;|$)/i;

/** Undefined when neither of the two destinations is set. Both names are those of their makers, and the Functions host reads the first, too. */
export function readTelemetrySettings(settings: SettingReader): TelemetrySettings | undefined {
  const connectionString = settings.text(INSIGHTS);
  const endpoint = settings.text(COLLECTOR);
  if (connectionString === undefined && endpoint === undefined) return undefined;
  if (connectionString !== undefined && !INSTRUMENTATION_KEY.test(connectionString))
    settings.wrong(INSIGHTS, "is not a connection string of Application Insights");
  if (endpoint !== undefined) settings.url(COLLECTOR, undefined);
  return {
    ...(connectionString !== undefined && { connectionString }),
    otlp: endpoint !== undefined,
    metricsEveryMs: settings.number("OTEL_METRIC_EXPORT_INTERVAL", { fallback: 60_000, least: 100, most: 3_600_000 }),
    serviceName: settings.text("WEBSITE_SITE_NAME") ?? "customer-insights-triggers",
  };
}
