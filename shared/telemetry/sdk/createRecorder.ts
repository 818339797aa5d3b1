import { type Attributes, type Meter } from "@opentelemetry/api";
import { METRICS, type MetricName } from "../metrics";
import { type Telemetry } from "../telemetry";
import { toMeasurements } from "../toMeasurements";

type Record = (value: number, attributes: Attributes) => void;

/** From below a millisecond to the days that a retry may take. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 7_200, 86_400, 259_200];

/** Records what log lines and storage operations measure. An instrument is made at its first value. */
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
