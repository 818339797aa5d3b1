import { type InvocationContext } from "@azure/functions";
import { type SeenPorts } from "../../shared/http/answerAnyone";
import { NO_TRACE } from "../../shared/model/log";
import { createLog } from "../../shared/runtime/services";
import { NO_TELEMETRY } from "../../shared/telemetry/telemetry";

/** What an HTTP function needs to be seen: a log, and no traces. */
export function unseen(context: InvocationContext): SeenPorts {
  return { log: createLog(context, NO_TELEMETRY), inSpan: NO_TRACE.inSpan };
}
