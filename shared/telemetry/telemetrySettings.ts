/** Where telemetry goes: at least one of `connectionString` and `otlp`. */
export interface TelemetrySettings {
  /** Of Application Insights; holds a key. */
  readonly connectionString?: string;
  /** There is a collector: its address, headers and time-outs are read by the exporters, by the names that all of OpenTelemetry has. */
  readonly otlp: boolean;
  readonly metricsEveryMs: number;
  /** Tells deployments apart. */
  readonly serviceName: string;
}
