/** The door to the SDK: it loads OpenTelemetry only when a destination is set, and only at the first work. */
import { type TokenCredential } from "@azure/identity";
import { type Log } from "../../model/log";
import { NO_TELEMETRY, type Telemetry, type TelemetrySettings } from "../telemetry";
import type * as Sdk from "./startTelemetry";

/**
 * Opens telemetry. Without settings, nothing of OpenTelemetry is loaded. With settings, the first unit of work loads
 * it, so that no trace lacks its beginning. If opening fails, that is logged once, and the work goes on without
 * telemetry. `credential` signs in to Application Insights; without one, the key in the connection string does.
 */
export function openTelemetry(
  settings: TelemetrySettings | undefined,
  log: Log,
  credential?: TokenCredential,
): Telemetry {
  if (!settings) return NO_TELEMETRY;
  let opened: Telemetry | undefined;
  const open = (): Telemetry => {
    try {
      // An `import` of our own file would have to name the compiled file.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const { startTelemetry } = require("./startTelemetry") as typeof Sdk;
      return startTelemetry(settings, log, credential);
    } catch (error) {
      log({ name: "telemetry.missed", reason: error instanceof Error ? error.name : "unknown" }, "error");
      return NO_TELEMETRY;
    }
  };
  return {
    inSpan: (start, work) => (opened ??= open()).inSpan(start, work),
    traceparent: () => opened?.traceparent(),
    record: (line) => opened?.record(line),
    countStorage: (operation) => opened?.countStorage?.(operation),
    flush: async () => opened?.flush(),
  };
}
