import { type InvocationContext, app } from "@azure/functions";
import { type Sealer } from "../access/createSealer";
import { type AdvanceDeps } from "../delivery/deadLetters/advanceRedrive";
import { type RedriveDeps } from "../delivery/deadLetters/redriveDeadLetters";
import { type SlowDeliverDeps } from "../delivery/deliverSlowChunk";
import { type DispatchDeps } from "../delivery/dispatchEvent";
import { type HandOverDeps, handOverEvent } from "../delivery/handOverEvent";
import { type PoisonDeps } from "../delivery/poison/recordPoison";
import { type PurgeDeps } from "../delivery/purge/purge";
import { type SweepDeps } from "../delivery/sweep";
import { type TestDeps } from "../delivery/testSubscription";
import { type PollDeps } from "../detection/pollInstance";
import { type ScheduleDeps } from "../detection/schedulePolls";
import { type AnswerDeps } from "../http/answer";
import { type Traceparent, parseTraceparent } from "../model/trace";
import { type Health } from "../operations/checkHealth";
import { type StatusDeps } from "../operations/statusReport";
import { type ListItemsDeps } from "../reads/items/listItems";
import { type ListDataSourcesDeps } from "../reads/lookups/listDataSources";
import { type ListEntitiesDeps } from "../reads/lookups/listEntities";
import { type ListInstancesDeps } from "../reads/lookups/listInstances";
import { type ListMeasuresDeps } from "../reads/lookups/listMeasures";
import { type ListSegmentsDeps } from "../reads/lookups/listSegments";
import { type ReadPartitionDeps } from "../reads/partitions/readPartition";
import { type CreateItemDeps } from "../reads/writes/createItem";
import { type UpdateItemDeps } from "../reads/writes/updateItem";
import { createQueues } from "../storage/createQueues";
import { createTables } from "../storage/createTables";
import { type SubscribeDeps } from "../subscriptions/subscribe";
import { type UnsubscribeDeps } from "../subscriptions/unsubscribe";
import { openTelemetry } from "../telemetry/openTelemetry";
import { NO_TELEMETRY, type Telemetry } from "../telemetry/telemetry";
import { type bindHistory } from "./bindHistory";
import { type bindStorage } from "./bindStorage";
import { createLog } from "./createLog";
import { describeConfig } from "./describeConfig";
import { joinServices } from "./joinServices";
import { openStorage } from "./openStorage";
import { readConfig } from "./readConfig";

/** Everything that the functions need, joined. */
export type Services = PollDeps &
  ScheduleDeps &
  SubscribeDeps &
  UnsubscribeDeps &
  HandOverDeps &
  DispatchDeps &
  SlowDeliverDeps &
  SweepDeps &
  RedriveDeps &
  AdvanceDeps &
  PoisonDeps &
  PurgeDeps &
  TestDeps &
  Reads &
  StatusDeps &
  DataDeps &
  AnswerDeps & { readonly allowedHosts: readonly string[]; readonly health: () => Promise<Health> };

/** Reads and writes of CI's data for callers. */
type DataDeps = ListInstancesDeps &
  ListDataSourcesDeps &
  ListSegmentsDeps &
  ListMeasuresDeps &
  ListEntitiesDeps &
  ListItemsDeps &
  CreateItemDeps &
  UpdateItemDeps & {
    readonly partitions: ReadPartitionDeps;
    /** What links to further pages are made of. */
    readonly links: { readonly publicBaseUrl: string; readonly sealer: Sealer };
  };

/** What HTTP functions read without a decision of ours. */
type Reads = Pick<ReturnType<typeof bindStorage>, "listDeadLetters" | "listPoison"> & ReturnType<typeof bindHistory>;

/** Made once for a process. */
export type SharedServices = Omit<Services, "log" | "handOver">;

let shared: (SharedServices & { readonly telemetry: Telemetry }) | undefined;

// The host that ends sends what is left; that is all that is done here before the first invocation.
app.hook.appTerminate(() => shared?.telemetry.flush());

/** Made at the first invocation and kept for the life of the process; only the log is the invocation's own. */
export function services(context: InvocationContext): Services {
  shared ??= createServices(context);
  const deps = { ...shared, log: createLog(context, shared.telemetry) };
  return { ...deps, handOver: (event, marker) => handOverEvent(event, marker, deps) };
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
