/**
 * The module `telemetry` turns log lines into metrics, and work into traces, and sends both to Application Insights or
 * an OpenTelemetry collector. It decides nothing and is off without a destination. Start here for its port, at
 * measurements.ts for the metrics, and at sdk/openTelemetry.ts for the SDK, which is loaded only when a destination is
 * set (docs/decisions/0018-telemetry-is-made-of-the-lines.md).
 */
import { type LogLine, NO_TRACE, type StorageOperation, type TraceDeps } from "../model/log";

/** The destinations of telemetry; at least one of `connectionString` and `otlp` is set. */
export interface TelemetrySettings {
  /** The connection string of Application Insights, which contains a key. */
  readonly connectionString?: string;
  /**
   * The managed identity that sends to Application Insights; absent when the key in the connection string is enough.
   */
  readonly identity?: { readonly clientId?: string };
  /**
   * True when there is a collector. The exporters read its address, headers and time-outs from the variables of the
   * OpenTelemetry specification.
   */
  readonly otlp: boolean;
  readonly metricsEveryMs: number;
  /** The name that distinguishes deployments. */
  readonly serviceName: string;
}

/** The port of telemetry: traces, and metrics that are made of log lines and storage operations. */
export interface Telemetry extends TraceDeps {
  /** Records the metrics of a log line. */
  readonly record: (line: LogLine) => void;
  /** Counts a storage operation; undefined when storage need not report any. */
  readonly countStorage: ((operation: StorageOperation) => void) | undefined;
  /** Sends what is left, within a bounded time. Never rejects. */
  readonly flush: () => Promise<void>;
}

/** The telemetry without a destination. */
export const NO_TELEMETRY: Telemetry = {
  ...NO_TRACE,
  record: () => undefined,
  countStorage: undefined,
  flush: () => Promise.resolve(),
};
