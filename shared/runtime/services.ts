/**
 * The services of this process, made at the first invocation, and the log and the span of each invocation. The
 * functions start here: `services(context)` for HTTP, `unitOfWork` for queues and timers.
 */
import { type InvocationContext, app } from "@azure/functions";
import { handOverEvent } from "../delivery/handOverEvent";
import { type Log, type Traceparent, parseTraceparent } from "../model/log";
import { createQueues } from "../storage/createQueues";
import { createTables } from "../storage/createTables";
import { openTelemetry } from "../telemetry/sdk/openTelemetry";
import { NO_TELEMETRY, type Telemetry } from "../telemetry/telemetry";
import { createCredential, openStorage } from "./identity";
import { joinParts } from "./joinParts";
import { joinServices } from "./joinServices";
import { describeConfig, readConfig } from "./readConfig";
import { type Services, type SharedServices } from "./serviceTypes";

/**
 * The log of an invocation: each line is one JSON text, which the host attaches to the invocation. Metrics are recorded
 * from the same lines, so that log and metrics cannot disagree. A line carries its trace id when there are traces.
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

let shared: (SharedServices & { readonly telemetry: Telemetry }) | undefined;

// A host that stops sends the telemetry that is left. Nothing else is done before the first invocation.
app.hook.appTerminate(() => shared?.telemetry.flush());

/**
 * The services, made at the first invocation and kept for the life of the process. Only `log` belongs to the
 * invocation.
 */
export function services(context: InvocationContext): Services {
  shared ??= createServices(context);
  const deps = { ...shared, log: createLog(context, shared.telemetry) };
  return { ...deps, handOver: (event, marker) => handOverEvent(event, marker, deps) };
}

function createServices(context: InvocationContext): SharedServices & { readonly telemetry: Telemetry } {
  const config = readConfig(process.env);
  const log = createLog(context, NO_TELEMETRY);
  log({ name: "settings.read", ...describeConfig(config) });
  const identity = config.telemetry?.identity;
  const telemetry = openTelemetry(config.telemetry, log, identity && createCredential(identity.clientId));
  const storage = openStorage(config.storage);
  const { countStorage } = telemetry;
  const store = { tables: createTables(storage, countStorage), queues: createQueues(storage, countStorage) };
  return joinParts(joinServices(config, store, createLog(context, telemetry), telemetry), { telemetry });
}

/**
 * Does the work of a queue message or timer as one span that has the function's name. The span is a part of `parent`,
 * and linked to the host's own span.
 */
export function unitOfWork(
  context: InvocationContext,
  work: (deps: Services) => Promise<void>,
  parent?: Traceparent,
): Promise<void> {
  const deps = services(context);
  const links = [parseTraceparent(context.traceContext?.traceParent)];
  return deps.inSpan({ name: context.functionName, kind: "consumer", parent, links }, () => work(deps));
}
