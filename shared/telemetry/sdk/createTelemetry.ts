import { defaultResource, detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import { type IMetricReader, MeterProvider } from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider, type SpanProcessor } from "@opentelemetry/sdk-trace-base";
import { type Telemetry } from "../telemetry";
import { createRecorder } from "./createRecorder";
import { createSpans } from "./createSpans";

const NAME = "customer-insights-triggers";
/** A host that stops waits for its app no longer than some seconds. */
const FLUSH_MS = 3_000;

interface Exits {
  readonly serviceName: string;
  readonly spanProcessors: SpanProcessor[];
  readonly metricReaders: IMetricReader[];
}

/** Spans and metrics of this process to the given exits. Nothing global is set: two of them do not meet. */
export function createTelemetry({ serviceName, spanProcessors, metricReaders }: Exits): Telemetry {
  // What `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` say wins.
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
