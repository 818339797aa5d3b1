import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { type InvocationContext } from "@azure/functions";
import { createSealer } from "../access/createSealer";
import { createBulkhead } from "../delivery/bulkhead/createBulkhead";
import { createCappedPost } from "../delivery/bulkhead/createCappedPost";
import { createDirectRoom } from "../delivery/bulkhead/createDirectRoom";
import { createPost } from "../delivery/createPost";
import { type AdvanceDeps } from "../delivery/deadLetters/advanceRedrive";
import { type RedriveDeps } from "../delivery/deadLetters/redriveDeadLetters";
import { type SlowDeliverDeps } from "../delivery/deliverSlowChunk";
import { type DispatchDeps } from "../delivery/dispatchEvent";
import { type PoisonDeps } from "../delivery/poison/recordPoison";
import { type HandOverDeps, handOverEvent } from "../delivery/handOverEvent";
import { type SweepDeps } from "../delivery/sweep";
import { type TestDeps } from "../delivery/testSubscription";
import { type PollDeps } from "../detection/pollInstance";
import { type ScheduleDeps } from "../detection/schedulePolls";
import { type AccessDeps } from "../http/establishCaller";
import { type Log } from "../model/log";
import { type Health } from "../operations/checkHealth";
import { type StatusDeps } from "../operations/statusReport";
import { createCallBudget } from "../source/budget/createCallBudget";
import { type Source, createSource } from "../source/createSource";
import { type Queues, createQueues } from "../storage/createQueues";
import { type Tables, createTables } from "../storage/createTables";
import { leaseSharedCalls } from "../storage/rateLimits/leaseSharedCalls";
import { type SubscribeDeps } from "../subscriptions/subscribe";
import { type UnsubscribeDeps } from "../subscriptions/unsubscribe";
import { type bindHistory } from "./bindHistory";
import { bindStorage } from "./bindStorage";
import { createLog } from "./createLog";
import { describeConfig } from "./describeConfig";
import { DIRECT_ROOM } from "./directRoom";
import { openAccess } from "./openAccess";
import { openHealth } from "./openHealth";
import { openStorage } from "./openStorage";
import { type Config, readConfig } from "./readConfig";
import { type LaneSettings } from "./readDeliverySettings";

const SUBSCRIPTION_ID_BYTES = 16;

/** Everything that the functions need, joined: the one place where domain modules, storage and source meet. */
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
  TestDeps &
  Reads &
  StatusDeps &
  AccessDeps & { readonly allowedHosts: readonly string[]; readonly health: () => Promise<Health> };

interface Store {
  readonly tables: Tables;
  readonly queues: Queues;
}

/** What HTTP functions read without a decision of ours. */
type Reads = Pick<ReturnType<typeof bindStorage>, "listDeadLetters" | "listPoison"> & ReturnType<typeof bindHistory>;

type SharedServices = Omit<Services, "log" | "handOver">;

let shared: SharedServices | undefined;

/** Made at the first invocation and kept for the life of the process; only the log is the invocation's own. */
export function services(context: InvocationContext): Services {
  const log = createLog(context);
  shared ??= createServices(readConfig(process.env), log);
  const deps = { ...shared, log };
  return { ...deps, handOver: (event, marker) => handOverEvent(event, marker, deps) };
}

function now(): Date {
  return new Date();
}

/** `log` takes the bad rows of all invocations. Reads of the source have no lines of their own: each poll tells what became of them. */
function createServices(config: Config, log: Log): SharedServices {
  log({ name: "settings.read", ...describeConfig(config) });
  const storage = openStorage(config.storage);
  return joinServices(config, { tables: createTables(storage), queues: createQueues(storage) }, log);
}

/** The same on any tables and queues. @internal */
export function joinServices(config: Config, { tables, queues }: Store, log: Log): SharedServices {
  const { allowedHosts, publicBaseUrl, signingKeys } = config;
  const { pollPace, holdSeconds, safetySeconds, fullRefreshTypes, redrivesPerMinute } = config;
  const source = openSource(config, tables);
  const { getInstance, listDataSources, listSegments, listMeasures, getMeasure, listJobs, listNodes } = source;
  const stored = bindStorage(tables, queues, {
    sealing: createSealer(config.encryptionKeys),
    report: ({ code, message, target }) => log({ name: "row.skipped", code, message, target }),
    now,
    random: Math.random,
    wait: (delayMs) => wait(delayMs),
  });
  return {
    ...stored,
    source: source.forPolls(),
    getInstance,
    listDataSources,
    listSegments,
    listMeasures,
    getMeasure,
    listJobs,
    listNodes,
    pollPace,
    holdSeconds,
    safetySeconds,
    fullRefreshTypes,
    ...bindLanes(config),
    directRoom: createDirectRoom(DIRECT_ROOM),
    ...openAccess(config.access, { now, log }),
    callback: { publicBaseUrl, signingKeys },
    redrivesPerMinute,
    health: openHealth({ ...stored, ...source, now }),
    allowedHosts,
    randomId: () => randomBytes(SUBSCRIPTION_ID_BYTES).toString("base64url"),
    now,
    random: Math.random,
    pause: (delayMs) => wait(delayMs, undefined, { ref: false }),
  };
}

/** Half of the normal deadline is slow: what takes longer would soon miss it. */
function bindLanes({
  allowedHosts,
  delivery: { lanes, mostPerHost, retrySchedule },
}: Config): Pick<SlowDeliverDeps, "post" | "leaseSeconds" | "slowAnswerMs" | "slowLane" | "retrySchedule"> {
  const bind = ({ deadlineSeconds, leaseSeconds }: LaneSettings): SlowDeliverDeps["slowLane"] => ({
    post: createCappedPost(
      createPost({ allowedHosts, connectionsPerHost: mostPerHost }, now),
      createBulkhead(mostPerHost),
      deadlineSeconds * 1_000,
    ),
    leaseSeconds,
  });
  return {
    ...bind(lanes.normal),
    slowLane: bind(lanes.slow),
    slowAnswerMs: lanes.normal.deadlineSeconds * 500,
    retrySchedule,
  };
}

/** One client and one budget of calls for the process. A call that waits for its turn does not keep the process alive. */
function openSource({ source, callsPerMinute }: Config, { rateLimits }: Pick<Tables, "rateLimits">): Source {
  const sourceKey = source.subscriptionKey ?? source.baseUrl;
  const budget = createCallBudget({
    callsPerMinute,
    leaseCalls: leaseSharedCalls(rateLimits, { sourceKey, callsPerMinute }),
    now,
    wait: (delayMs) => wait(delayMs, undefined, { ref: false }),
  });
  return createSource(source, { now, budget, log: () => undefined });
}
