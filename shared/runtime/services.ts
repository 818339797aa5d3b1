import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { type InvocationContext } from "@azure/functions";
import { createSealer } from "../access/createSealer";
import { createBulkhead } from "../delivery/bulkhead/createBulkhead";
import { createCappedPost } from "../delivery/bulkhead/createCappedPost";
import { createPost } from "../delivery/createPost";
import { type SlowDeliverDeps } from "../delivery/deliverSlowChunk";
import { type DispatchDeps } from "../delivery/dispatchEvent";
import { type PurgeDeps } from "../delivery/purge/purge";
import { type SweepDeps } from "../delivery/sweep";
import { type PollDeps } from "../detection/pollInstance";
import { type ScheduleDeps } from "../detection/schedulePolls";
import { type Log } from "../model/log";
import { type StatusDeps } from "../operations/statusReport";
import { createCallBudget } from "../source/budget/createCallBudget";
import { type Source, createSource } from "../source/createSource";
import { createQueues } from "../storage/createQueues";
import { type Tables, createTables } from "../storage/createTables";
import { leaseSharedCalls } from "../storage/rateLimits/leaseSharedCalls";
import { type SubscribeDeps } from "../subscriptions/subscribe";
import { type UnsubscribeDeps } from "../subscriptions/unsubscribe";
import { bindStorage } from "./bindStorage";
import { createLog } from "./createLog";
import { describeConfig } from "./describeConfig";
import { openStorage } from "./openStorage";
import { type Config, readConfig } from "./readConfig";
import { type LaneSettings } from "./readDeliverySettings";

const SUBSCRIPTION_ID_BYTES = 16;
/** Of each of four stages: some minutes' work at the most, well within an invocation's time. */
const PURGE_OPERATIONS = 2_000;

/** Everything that the functions need, joined: the one place where domain modules, storage and source meet. */
export type Services = PollDeps &
  ScheduleDeps &
  SubscribeDeps &
  UnsubscribeDeps &
  DispatchDeps &
  SlowDeliverDeps &
  SweepDeps &
  PurgeDeps &
  StatusDeps & { readonly allowedHosts: readonly string[] };

let shared: Omit<Services, "log"> | undefined;

/** Made at the first invocation and kept for the life of the process; only the log is the invocation's own. */
export function services(context: InvocationContext): Services {
  const log = createLog(context);
  shared ??= createServices(readConfig(process.env), log);
  return { ...shared, log };
}

function now(): Date {
  return new Date();
}

/** `log` takes the bad rows of all invocations. Reads of the source have no lines of their own: each poll tells what became of them. */
function createServices(config: Config, log: Log): Omit<Services, "log"> {
  log({ name: "settings.read", ...describeConfig(config) });
  const storage = openStorage(config.storage);
  const tables = createTables(storage);
  const { allowedHosts, publicBaseUrl, signingKeys } = config;
  const { pollPace, holdSeconds, safetySeconds, fullRefreshTypes } = config;
  const source = openSource(config, tables);
  const { getInstance, listDataSources, listSegments, listMeasures, getMeasure, listJobs, listNodes } = source;
  return {
    ...bindStorage(tables, createQueues(storage), {
      sealing: createSealer(config.encryptionKeys),
      report: ({ code, message, target }) => log({ name: "row.skipped", code, message, target }),
      now,
      random: Math.random,
      wait: (delayMs) => wait(delayMs),
    }),
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
    callback: { publicBaseUrl, signingKeys },
    purgeAges: config.purgeAges,
    purgeOperations: PURGE_OPERATIONS,
    allowedHosts,
    randomId: () => randomBytes(SUBSCRIPTION_ID_BYTES).toString("base64url"),
    now,
    random: Math.random,
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
