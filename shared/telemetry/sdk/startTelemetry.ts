import { AzureMonitorMetricExporter, AzureMonitorTraceExporter } from "@azure/monitor-opentelemetry-exporter";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { type Log } from "../../model/log";
import { type Telemetry } from "../telemetry";
import { type TelemetrySettings } from "../telemetrySettings";
import { createTelemetry } from "./createTelemetry";
import { reportMisses } from "./reportMisses";

const SEND_TIMEOUT_MS = 30_000;

/**
 * The SDK with its exporters. What cannot be sent is kept in memory, 2,048 spans unless told otherwise, and never on disk. Samplers,
 * sizes, addresses and headers are set by the variables of the OpenTelemetry specification, which the SDK reads by itself.
 */
export function startTelemetry(settings: TelemetrySettings, log: Log): Telemetry {
  const { connectionString, otlp, metricsEveryMs, serviceName } = settings;
  const azure = connectionString === undefined ? undefined : { connectionString, disableOfflineStorage: true };
  const report = reportMisses(log, () => performance.now());
  const traces = [...(azure ? [new AzureMonitorTraceExporter(azure)] : []), ...(otlp ? [new OTLPTraceExporter()] : [])];
  const metrics = [
    ...(azure ? [new AzureMonitorMetricExporter(azure)] : []),
    ...(otlp ? [new OTLPMetricExporter()] : []),
  ];
  return createTelemetry({
    serviceName,
    spanProcessors: traces.map((exporter) => new BatchSpanProcessor(report("traces", exporter))),
    metricReaders: metrics.map((exporter) => {
      const sent = report("metrics", exporter);
      const timeout = Math.min(metricsEveryMs, SEND_TIMEOUT_MS);
      return new PeriodicExportingMetricReader({
        exporter: sent,
        exportIntervalMillis: metricsEveryMs,
        exportTimeoutMillis: timeout,
      });
    }),
  });
}
