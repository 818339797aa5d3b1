import { type InvocationContext, app } from "@azure/functions";
import { handOverEvent } from "../delivery/handOverEvent";
import { createQueues } from "../storage/createQueues";
import { createTables } from "../storage/createTables";
import { openTelemetry } from "../telemetry/openTelemetry";
import { NO_TELEMETRY, type Telemetry } from "../telemetry/telemetry";
import { createLog } from "./createLog";
import { describeConfig } from "./describeConfig";
import { joinServices } from "./joinServices";
import { openStorage } from "./openStorage";
import { readConfig } from "./readConfig";
import { type Services, type SharedServices } from "./serviceTypes";

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
