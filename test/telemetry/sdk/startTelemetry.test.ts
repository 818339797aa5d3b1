import {
  AggregationTemporality,
  InMemoryMetricExporter,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from "@opentelemetry/sdk-metrics";
import { BatchSpanProcessor, type SpanExporter, type SpanProcessor } from "@opentelemetry/sdk-trace-base";
import { type LogLine } from "../../../shared/model/log";
import { createTelemetry, reportMisses } from "../../../shared/telemetry/sdk/startTelemetry";

function withReader(exporter: PushMetricExporter) {
  const metricReaders = [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })];
  return createTelemetry({ serviceName: "test", spanProcessors: [], metricReaders });
}

test("lines and storage operations become metrics with their attributes", async () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const telemetry = withReader(exporter);
  const line = { name: "delivery.attempted", trigger: "t", outcome: "delivered", attempt: 1, ageSeconds: 0.2 };
  telemetry.record(line);
  telemetry.record(line);
  telemetry.record({ name: "settings.read" });
  telemetry.countStorage?.({ service: "queue", operation: "send" });
  await telemetry.flush();
  const [metrics] = exporter.getMetrics();
  const found = metrics?.scopeMetrics.flatMap((scope) => scope.metrics) ?? [];
  const points = found.map(({ descriptor, dataPoints }) => [
    descriptor.name,
    dataPoints[0]?.attributes,
    dataPoints[0]?.value,
  ]);
  expect(points).toEqual([
    ["triggers.deliveries", { trigger: "t", outcome: "delivered" }, 2],
    ["triggers.delivery.age", { outcome: "delivered", first: true }, expect.objectContaining({ count: 2, sum: 0.4 })],
    ["triggers.storage.operations", { service: "queue", operation: "send" }, 1],
  ]);
  expect(metrics?.resource.attributes["service.name"]).toBe("test");
});

test("what cannot be sent is kept up to a bound", async () => {
  let sent = 0;
  const exporter: SpanExporter = { export: (spans) => void (sent += spans.length), shutdown: () => Promise.resolve() };
  const processor = new BatchSpanProcessor(exporter, { exportTimeoutMillis: 200 });
  const telemetry = createTelemetry({ serviceName: "t", spanProcessors: [processor], metricReaders: [] });
  for (let index = 0; index < 5_000; index += 1) await telemetry.inSpan({ name: "x" }, () => Promise.resolve());
  await telemetry.flush();
  expect(sent).toBeLessThanOrEqual(2_048 + 512);
});

test("a flush ends in time though nothing is ever answered, and never rejects", async () => {
  const nothing = { onStart: () => undefined, onEnd: () => undefined, shutdown: () => Promise.resolve() };
  const processors: SpanProcessor[] = [
    { ...nothing, forceFlush: () => Promise.reject(new Error("refused")) },
    { ...nothing, forceFlush: () => new Promise(() => undefined) },
  ];
  jest.useFakeTimers();
  for (const spanProcessors of [processors.slice(0, 1), processors.slice(1)]) {
    const flushed = createTelemetry({ serviceName: "t", spanProcessors, metricReaders: [] }).flush();
    await jest.advanceTimersByTimeAsync(3_000);
    await expect(flushed).resolves.toBeUndefined();
  }
  jest.useRealTimers();
});

type Result = { readonly code: number; readonly error?: Error };

function anExporter(results: Result[]) {
  return { export: (_: string, callback: (result: Result) => void): void => callback(results.shift() ?? { code: 0 }) };
}

function sending(results: Result[]) {
  const [lines, told]: [LogLine[], number[]] = [[], []];
  const clock = { ms: 0 };
  const exporter = reportMisses(
    (line) => void lines.push(line),
    () => clock.ms,
  )("traces", anExporter(results));
  return { lines, told, clock, send: () => exporter.export("spans", ({ code }) => void told.push(code)) };
}

test("what was sent is not told, what was not is told with the error's name and code alone", () => {
  const refused = Object.assign(new TypeError("https://user:canary@collector"), { code: "ECONNREFUSED" });
  const { lines, told, send } = sending([{ code: 0 }, { code: 1, error: refused }]);
  send();
  expect(lines).toEqual([]);
  send();
  expect(lines).toEqual([{ name: "telemetry.missed", signal: "traces", reason: "TypeError ECONNREFUSED" }]);
  expect(told).toEqual([0, 1]); // the processor is told each time
});

test("further misses are told after ten minutes", () => {
  const { lines, clock, send } = sending(Array.from({ length: 4 }, () => ({ code: 1 })));
  for (const ms of [0, 1_000, 599_999, 600_000]) {
    clock.ms = ms;
    send();
  }
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatchObject({ reason: "unknown" });
});
