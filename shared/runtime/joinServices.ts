/**
 * The join: the one place where domain modules, storage and the source meet. `joinServices` builds everything that the
 * functions need from the settings and from tables and queues, which are Azure's (services.ts) or a test's. What the
 * result holds is in serviceParts.ts; the stores are bound in bindStorage.ts, the client of CI in openSource.ts.
 */

import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { type AccessSettings } from "../access/caller";
import { identifyCaller } from "../access/identifyCaller";
import { createSealer } from "../access/sealer";
import { createTokenKeyFinder, fetchSigningKeys } from "../access/signingKeys";
import { rememberEntities } from "../data/entities";
import { type SlowDeliverDeps } from "../delivery/deliverChunk";
import { type DirectQuotaSettings, createDirectQuota } from "../delivery/directQuota";
import { createBulkhead, createCappedPost } from "../delivery/post/bulkhead";
import { createPost } from "../delivery/post/createPost";
import { type HttpPorts } from "../http/ports";
import { type Log, NO_TRACE, type TraceDeps } from "../model/log";
import { type CheckHealthDeps, type HealthReport, checkHealth, rememberHealth } from "../operations/checkHealth";
import { type CallLimit, createCallLimit } from "../rateLimit/callLimit";
import { type Source } from "../source/createSource";
import { type Queues } from "../storage/createQueues";
import { type Tables } from "../storage/createTables";
import { callLogStore } from "../storage/rateLimits";
import { type Report, type Table } from "../storage/table/table";
import { bindStorage } from "./bindStorage";
import { type LaneSettings, MAX_CONCURRENT_TASKS } from "./deliverySettings";
import { joinParts, type SharedServices } from "./serviceParts";
import { bindPartitions, openSource } from "./openSource";
import { type Config } from "./readConfig";

/**
 * The limits of what a process delivers directly, without a queue. At most three quarters of its concurrent polls wait
 * for receivers, and as many chunks are under way as the queue of deliveries may have. One event may have half of them:
 * the rest is for other events, and other hosts can help.
 */
export const DIRECT_QUOTA: DirectQuotaSettings = {
  events: MAX_CONCURRENT_TASKS * 0.75,
  chunks: MAX_CONCURRENT_TASKS,
  chunksPerEvent: MAX_CONCURRENT_TASKS / 2,
};

const SUBSCRIPTION_ID_BYTES = 16;

/**
 * Storage operations that one purge run may spend on each of its four stages: a few minutes, well within the time of an
 * invocation.
 */
const PURGE_OPERATIONS = 2_000;

interface Store {
  readonly tables: Tables;
  readonly queues: Queues;
}

/**
 * Makes the services of a process. `log` gets the lines that belong to no invocation, such as the rows that cannot be
 * read.
 */
export function joinServices(
  config: Config,
  { tables, queues }: Store,
  log: Log,
  trace: TraceDeps = NO_TRACE,
): SharedServices {
  const report: Report = ({ code, message, target }) => log({ name: "row.skipped", code, message, target });
  const sealer = createSealer(config.encryptionKeys);
  const stored = bindStorage(tables, queues, {
    sealing: sealer,
    report,
    now: readClock,
    random: Math.random,
    wait: (delayMs) => wait(delayMs),
  });
  const source = openSource(config, tables, { report, now: readClock, inSpan: trace.inSpan });
  const { listWatches, loadTicks, listWaiting } = stored;
  const { listInstances } = source;
  return joinParts(
    stored,
    joinSource(config, source, log),
    joinDelivery(config),
    pickSettings(config),
    openAccess(config.access, { now: readClock, log }),
    trace,
    openSurroundings(),
    {
      callLimit: openCallLimit(config.connectionLimits, tables.rateLimits, report),
      health: openHealth({ listWatches, loadTicks, listWaiting, listInstances, now: readClock }),
      links: { publicBaseUrl: config.publicBaseUrl, sealer },
    },
  );
}

/** The clock and chance, as arguments of everything that uses them; tests pass others. */
function openSurroundings() {
  return {
    now: readClock,
    random: Math.random,
    randomId: () => randomBytes(SUBSCRIPTION_ID_BYTES).toString("base64url"),
    pause: (delayMs: number) => wait(delayMs, undefined, { ref: false }),
  };
}

/** The settings that use cases take as they are. */
function pickSettings(config: Config) {
  return {
    allowedHosts: config.allowedHosts,
    pollPace: config.pollPace,
    holdSeconds: config.holdSeconds,
    safetySeconds: config.safetySeconds,
    fullRefreshTypes: config.fullRefreshTypes,
    subscriptionsPerConnection: config.subscriptionsPerConnection,
    redrivesPerMinute: config.redrivesPerMinute,
    purgeAges: config.purgeAges,
  };
}

/** The source for callers' reads and writes, and, as `source`, for the poller. */
function joinSource(config: Config, source: Source, log: Log) {
  const { forPolls, getEntity, ...others } = source;
  return joinParts(others, {
    getEntity: rememberEntities(getEntity, readClock),
    source: forPolls(),
    partitions: bindPartitions(config, source, { log, now: readClock }),
  });
}

/** The parts of delivery that are neither stored nor queued. */
function joinDelivery(config: Config) {
  const { publicBaseUrl, signingKeys } = config;
  return joinParts(bindLanes(config, readClock), {
    directQuota: createDirectQuota(DIRECT_QUOTA),
    callback: { publicBaseUrl, signingKeys },
    purgeOperations: PURGE_OPERATIONS,
  });
}

function readClock(): Date {
  return new Date();
}

/**
 * The POSTs of both lanes, each with its own deadline and connection limit per host. An answer counts as slow after
 * half of the normal deadline: a receiver that takes longer would soon miss the deadline.
 */
function bindLanes(
  { allowedHosts, delivery: { lanes, mostPerHost, retrySchedule } }: Config,
  now: () => Date,
): Pick<SlowDeliverDeps, "post" | "leaseSeconds" | "slowAnswerMs" | "slowLane" | "retrySchedule"> {
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

/** The check of callers, with one cache of signing keys for the process. Logs when no caller can ever be let in. */
export function openAccess(
  settings: AccessSettings,
  { now, log }: { now: () => Date; log: Log },
): Pick<HttpPorts, "identifyCaller"> {
  if (settings.apiKeys.length === 0 && !settings.entra) {
    log({
      name: "access.closed",
      message: "every call is refused: set API_KEYS, or ENTRA_TENANTS and ENTRA_AUDIENCES",
    });
  }
  const findSigningKey = createTokenKeyFinder({
    fetchKeys: fetchSigningKeys(settings.entra?.authority ?? ""),
    onFailure: (tenantId, error) => log({ name: "signingKeys.missed", tenantId, message: String(error) }),
    elapsedMs: () => performance.now(),
  });
  return { identifyCaller: identifyCaller(settings, { findSigningKey, now }) };
}

const WINDOW_MS = 60_000;

const ID_BYTES = 6;

/** The call limit, which all hosts keep together in table RateLimits. */
function openCallLimit(limits: CallLimit["limits"], rateLimits: Table, report: Report): CallLimit {
  return createCallLimit(
    { limits, windowMs: WINDOW_MS },
    {
      ...callLogStore(rateLimits, { report }),
      now: readClock,
      monotonicMs: () => performance.now(),
      wait: (delayMs) => wait(delayMs),
      random: Math.random,
      randomId: () => randomBytes(ID_BYTES).toString("base64url"),
    },
  );
}

const DEADLINE_MS = 5_000;

/** The health check, with one cached result for the process. */
function openHealth(deps: Omit<CheckHealthDeps, "deadlineMs" | "upSeconds">): () => Promise<HealthReport> {
  const surroundings = { upSeconds: () => process.uptime(), deadlineMs: DEADLINE_MS };
  const check = (): Promise<HealthReport> => checkHealth({ ...deps, ...surroundings });
  return rememberHealth(check, () => performance.now());
}
