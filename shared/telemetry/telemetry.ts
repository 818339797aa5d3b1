import { type LogLine, NO_TRACE, type StorageOperation, type TraceDeps } from "../model/log";

/** Where telemetry goes: at least one of `connectionString` and `otlp`. */
export interface TelemetrySettings {
  /** Of Application Insights; holds a key. */
  readonly connectionString?: string;
  /** The managed identity that sends to Application Insights; absent where the key in the connection string is enough. */
  readonly identity?: { readonly clientId?: string };
  /** There is a collector: its address, headers and time-outs are read by the exporters, by the names that all of OpenTelemetry has. */
  readonly otlp: boolean;
  readonly metricsEveryMs: number;
  /** Tells deployments apart. */
  readonly serviceName: string;
}

/** What is told to others than the log: traces, and metrics that are made of log lines and storage operations. */
export interface Telemetry extends TraceDeps {
  readonly record: (line: LogLine) => void;
  /** Undefined: nobody counts them. */
  readonly countStorage: ((operation: StorageOperation) => void) | undefined;
  /** Sends what is left, for a bounded time. Never rejects. */
  readonly flush: () => Promise<void>;
}

export const NO_TELEMETRY: Telemetry = {
  ...NO_TRACE,
  record: () => undefined,
  countStorage: undefined,
  flush: () => Promise.resolve(),
};
