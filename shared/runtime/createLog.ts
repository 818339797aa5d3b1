import { type InvocationContext } from "@azure/functions";
import { type Log } from "../model/log";
import { type Telemetry } from "../telemetry/telemetry";

/**
 * Lines of an invocation as one JSON text each, which the host relates to the invocation. What they say in numbers becomes metrics here, so that
 * log and metrics cannot disagree; where there are traces, a line names its own.
 */
export function createLog(
  context: Pick<InvocationContext, "log" | "error">,
  { record, traceparent }: Pick<Telemetry, "record" | "traceparent">,
): Log {
  return (line, level) => {
    const traceId = traceparent()?.split("-")[1];
    const text = JSON.stringify(traceId === undefined ? line : { ...line, traceId });
    if (level === "error") context.error(text);
    else context.log(text);
    record(line);
  };
}
