/**
 * The OpenTelemetry SDK with its exporters: traces and metrics are sent in the background, and a failure to send is
 * logged.
 */
import { type TokenCredential } from "@azure/identity";
import { AzureMonitorMetricExporter, AzureMonitorTraceExporter } from "@azure/monitor-opentelemetry-exporter";
import { type Attributes, type Meter } from "@opentelemetry/api";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import { type IMetricReader, MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider, BatchSpanProcessor, type SpanProcessor } from "@opentelemetry/sdk-trace-base";
import { defined } from "../../model/defined";
import { type Log } from "../../model/log";
import { METRICS, type MetricName, toMeasurements } from "../measurements";
import { type Telemetry, type TelemetrySettings } from "../telemetry";
import { createSpans } from "./createSpans";

const SEND_TIMEOUT_MS = 30_000;

/**
 * Starts the SDK. Spans that cannot be sent are kept in memory, 2,048 by default, and never on disk. Samplers, sizes,
 * addresses and headers are set by the variables of the OpenTelemetry specification, which the SDK reads itself.
 */
export function startTelemetry(settings: TelemetrySettings, log: Log, credential?: TokenCredential): Telemetry {
  const { otlp, metricsEveryMs, serviceName } = settings;
  const azure = insightsOptions(settings, credential);
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

/** The options of the exporters to Application Insights; undefined where telemetry does not go there. */
export function insightsOptions({ connectionString }: TelemetrySettings, credential?: TokenCredential) {
  if (connectionString === undefined) return undefined;
  return { connectionString, disableOfflineStorage: true, ...defined({ credential }) };
}

const SILENCE_MS = 10 * 60_000;

interface Result {
  readonly code: number;
  readonly error?: Error;
}

interface Exporter<T> {
  export(items: T, callback: (result: Result) => void): void | Promise<void>;
}

/**
 * Makes an exporter log when it could not send, at most once in ten minutes for each signal. Errors are logged by name
 * and code only: their messages may repeat the address, which may contain a key.
 */
export function reportMisses(log: Log, monotonicMs: () => number) {
  return <T, E extends Exporter<T>>(signal: "traces" | "metrics", exporter: E & Exporter<T>): E => {
    const send = exporter.export.bind(exporter);
    let silentUntil = -Infinity;
    const logMiss = ({ code, error }: Result): void => {
      if (code === 0 || monotonicMs() < silentUntil) return;
      silentUntil = monotonicMs() + SILENCE_MS;
      log({ name: "telemetry.missed", signal, reason: describe(error) }, "error");
    };
    exporter.export = (items, callback) =>
      send(items, (result) => {
        logMiss(result);
        callback(result);
      });
    return exporter;
  };
}

function describe(error: Error | undefined): string {
  if (!error) return "unknown";
  const code = "code" in error ? error.code : undefined;
  return typeof code === "string" || typeof code === "number" ? `${error.name} ${code}` : error.name;
}

const NAME = "customer-insights-triggers";

/** The limit for the last sending: a host that stops waits only some seconds for its app. */
const FLUSH_MS = 3_000;

interface Exits {
  readonly serviceName: string;
  readonly spanProcessors: SpanProcessor[];
  readonly metricReaders: IMetricReader[];
}

/**
 * Connects the spans and metrics of this process with processors and readers. Nothing global is set, so two of them do
 * not interfere.
 */
export function createTelemetry({ serviceName, spanProcessors, metricReaders }: Exits): Telemetry {
  // `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` override our own attributes.
  const own = resourceFromAttributes({ "service.name": serviceName });
  const resource = defaultResource()
    .merge(own)
    .merge(detectResources({ detectors: [envDetector] }));
  const tracing = new BasicTracerProvider({ resource, spanProcessors });
  const metering = new MeterProvider({ resource, readers: metricReaders });
  const { record, countStorage } = createRecorder(metering.getMeter(NAME));
  return {
    ...createSpans(tracing.getTracer(NAME)),
    record,
    countStorage,
    flush: async () => {
      const sent = Promise.allSettled([tracing.forceFlush(), metering.forceFlush()]).then(() => undefined);
      const late = new Promise<void>((resolve) => {
        setTimeout(resolve, FLUSH_MS).unref();
      });
      await Promise.race([sent, late]);
    },
  };
}

type Record = (value: number, attributes: Attributes) => void;

/** Records the measurements of log lines and storage operations. An instrument is made at its first value. */
export function createRecorder(meter: Meter): Required<Pick<Telemetry, "record" | "countStorage">> {
  const instruments = new Map<MetricName, Record>();
  const recordOf = (metric: MetricName): Record => {
    const known = instruments.get(metric) ?? open(metric, meter);
    instruments.set(metric, known);
    return known;
  };
  return {
    record: (line) => {
      for (const { metric, value, attributes } of toMeasurements(line)) recordOf(metric)(value, attributes);
    },
    countStorage: ({ service, operation }) => recordOf("triggers.storage.operations")(1, { service, operation }),
  };
}

/** The bounds of histograms in seconds, from milliseconds to the days that a retry may take. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 7_200, 86_400, 259_200];

function open(metric: MetricName, meter: Meter): Record {
  const { kind, ...options } = METRICS[metric];
  if (kind === "counter") {
    const counter = meter.createCounter(metric, options);
    return (value, attributes) => counter.add(value, attributes);
  }
  if (kind === "gauge") {
    const gauge = meter.createGauge(metric, options);
    return (value, attributes) => gauge.record(value, attributes);
  }
  const histogram = meter.createHistogram(metric, { ...options, advice: { explicitBucketBoundaries: SECONDS } });
  return (value, attributes) => histogram.record(value, attributes);
}
