import { type LogLine } from "../../../shared/model/log";
import { openTelemetry } from "../../../shared/telemetry/sdk/openTelemetry";
import { NO_TELEMETRY } from "../../../shared/telemetry/telemetry";

const SETTINGS = { otlp: false, metricsEveryMs: 60_000, serviceName: "test" };

test("without settings there is none", () => {
  expect(openTelemetry(undefined, () => undefined)).toBe(NO_TELEMETRY);
});

test("what cannot be opened is told once, without its settings, and work goes on untraced", async () => {
  const lines: LogLine[] = [];
  const broken = { ...SETTINGS, connectionString: "InstrumentationKey=canary" };
  const telemetry = openTelemetry(broken, (line) => void lines.push(line));
  expect(lines).toEqual([]);
  for (const value of [1, 2]) {
    const work = jest.fn().mockResolvedValue(value);
    expect(await telemetry.inSpan({ name: "x" }, work)).toBe(value);
  }
  telemetry.record({ name: "event.detected" });
  await telemetry.flush();
  expect(telemetry.traceparent()).toBeUndefined();
  expect(lines).toEqual([{ name: "telemetry.missed", reason: "Error" }]);
});

test("nothing is recorded, counted or flushed before the first unit of work", async () => {
  const telemetry = openTelemetry(SETTINGS, () => undefined);
  telemetry.record({ name: "event.detected" });
  telemetry.countStorage?.({ service: "table", operation: "get" });
  await expect(telemetry.flush()).resolves.toBeUndefined();
});
