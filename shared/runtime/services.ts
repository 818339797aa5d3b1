import { type InvocationContext, app } from "@azure/functions";
import { handOverEvent } from "../delivery/handOverEvent";
import { type Log, type Traceparent, parseTraceparent } from "../model/log";
import { createQueues } from "../storage/createQueues";
import { createTables } from "../storage/createTables";
import { openTelemetry } from "../telemetry/sdk/openTelemetry";
import { NO_TELEMETRY, type Telemetry } from "../telemetry/telemetry";
import { joinServices, openStorage } from "./joinServices";
import { describeConfig, readConfig } from "./readConfig";
import { type Services, type SharedServices } from "./serviceTypes";

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

let shared: (SharedServices & { readonly telemetry: Telemetry }) | undefined;

// The host that ends sends what is left; that is all that is done here before the first invocation.
app.hook.appTerminate(() => shared?.telemetry.flush());

/** Made at the first invocation and kept for the life of the process; only the log is the invocation's own. */
export function services(context: InvocationContext): Services {
  shared ??= createServices(context);
  const deps = { ...shared, log: createLog(context, shared.telemetry) };
  return { ...deps, handOver: (event, marker) => handOverEvent(event, marker, deps) };
}

function createServices(context: InvocationContext): SharedServices & { readonly telemetry: Telemetry } {
  const config = readConfig(process.env);
  const log = createLog(context, NO_TELEMETRY);
  log({ name: "settings.read", ...describeConfig(config) });
  const telemetry = openTelemetry(config.telemetry, log);
  const storage = openStorage(config.storage);
  const { countStorage } = telemetry;
  const store = { tables: createTables(storage, countStorage), queues: createQueues(storage, countStorage) };
  return { ...joinServices(config, store, createLog(context, telemetry), telemetry), telemetry };
}

/** Work that no request asked for, as one span with the function's name: a part of `parent`, and linked to the host's own span. */
export function unitOfWork(
  context: InvocationContext,
  work: (deps: Services) => Promise<void>,
  parent?: Traceparent,
): Promise<void> {
  const deps = services(context);
  const links = [parseTraceparent(context.traceContext?.traceParent)];
  return deps.inSpan({ name: context.functionName, kind: "consumer", parent, links }, () => work(deps));
}
