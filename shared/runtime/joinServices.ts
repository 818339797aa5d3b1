import { type TokenCredential } from "@azure/identity";
import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { type AccessSettings } from "../access/caller";
import { identifyCaller } from "../access/identifyCaller";
import { createSealer } from "../access/sealer";
import { createSigningKeys, fetchSigningKeys } from "../access/signingKeys";
import { rememberEntities } from "../data/entities";
import { type SlowDeliverDeps } from "../delivery/deliverChunk";
import { type DirectQuotaSettings, createDirectQuota } from "../delivery/directQuota";
import { createBulkhead, createCappedPost } from "../delivery/post/bulkhead";
import { createPost } from "../delivery/post/createPost";
import { type AccessDeps } from "../http/answer";
import { type Log, NO_TRACE, type TraceDeps } from "../model/log";
import { type HealthReport, type CheckHealthDeps, checkHealth, rememberHealth } from "../operations/checkHealth";
import { type CallLimit } from "../rateLimit/admitBatch";
import { createCallLimit } from "../rateLimit/createCallLimit";
import { type StorageSettings } from "../storage/client/settings";
import { type Queues } from "../storage/createQueues";
import { type Tables } from "../storage/createTables";
import { callLogStore } from "../storage/rateLimits";
import { type Report } from "../storage/table/storeDeps";
import { type Table } from "../storage/table/table";
import { bindStorage } from "./bindStorage";
import { bindPartitions, openSource } from "./openSource";
import { type Config } from "./readConfig";
import { type StorageChoice } from "./readConnections";
import { type LaneSettings, MAX_CONCURRENT_TASKS } from "./readDelivery";
import { type SharedServices } from "./serviceTypes";

/**
 * At most three quarters of the polls that a process runs at once wait for receivers, and as many chunks are under way without a queue as
 * the queue of deliveries has. Of one event half of that: the rest is for other events, and for other hosts to help with.
 */
export const DIRECT_QUOTA: DirectQuotaSettings = {
  events: MAX_CONCURRENT_TASKS * 0.75,
  chunks: MAX_CONCURRENT_TASKS,
  chunksPerEvent: MAX_CONCURRENT_TASKS / 2,
};

const SUBSCRIPTION_ID_BYTES = 16;

/** Of each of four stages: some minutes' work at the most, well within an invocation's time. */
const PURGE_OPERATIONS = 2_000;

interface Store {
  readonly tables: Tables;
  readonly queues: Queues;
}

/**
 * The one place where domain modules, storage and source meet, on any tables and queues. `log` takes the bad rows of all
 * invocations. Reads of the source have no lines of their own: each poll tells what became of them.
 */
export function joinServices(
  config: Config,
  { tables, queues }: Store,
  log: Log,
  trace: TraceDeps = NO_TRACE,
): SharedServices {
  const { allowedHosts, publicBaseUrl, signingKeys } = config;
  const { pollPace, holdSeconds, safetySeconds, fullRefreshTypes, redrivesPerMinute, subscriptionsPerConnection } =
    config;
  const report: Report = ({ code, message, target }) => log({ name: "row.skipped", code, message, target });
  const source = openSource(config, tables, { report, now: readClock, inSpan: trace.inSpan });
  const { forPolls, callsLeft, ...reads } = source;
  const sealer = createSealer(config.encryptionKeys);
  const stored = bindStorage(tables, queues, {
    sealing: sealer,
    report,
    now: readClock,
    random: Math.random,
    wait: (delayMs) => wait(delayMs),
  });
  return {
    ...stored,
    ...reads,
    getEntity: rememberEntities(reads.getEntity, readClock),
    source: forPolls(),
    callsLeft,
    ...trace,
    links: { publicBaseUrl, sealer },
    partitions: bindPartitions(config, reads, { log, now: readClock }),
    pollPace,
    holdSeconds,
    safetySeconds,
    fullRefreshTypes,
    ...bindLanes(config, readClock),
    directRoom: createDirectQuota(DIRECT_QUOTA),
    ...openAccess(config.access, { now: readClock, log }),
    callLimit: openCallLimit(config.connectionLimits, tables.rateLimits, report),
    callback: { publicBaseUrl, signingKeys },
    redrivesPerMinute,
    purgeAges: config.purgeAges,
    purgeOperations: PURGE_OPERATIONS,
    subscriptionsPerConnection,
    health: openHealth({ ...stored, ...source, now: readClock }),
    allowedHosts,
    randomId: () => randomBytes(SUBSCRIPTION_ID_BYTES).toString("base64url"),
    now: readClock,
    random: Math.random,
    pause: (delayMs) => wait(delayMs, undefined, { ref: false }),
  };
}

function readClock(): Date {
  return new Date();
}

/** The POSTs of both lanes, each with its deadline and its places at a host. Half of the normal deadline is slow: what takes longer would soon miss it. */
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

/** One memory of signing keys for the process. Says so when nobody can ever be let in. */
export function openAccess(settings: AccessSettings, { now, log }: { now: () => Date; log: Log }): AccessDeps {
  if (settings.apiKeys.length === 0 && !settings.entra) {
    log({
      name: "access.closed",
      message: "every call is refused: set API_KEYS, or ENTRA_TENANTS and ENTRA_AUDIENCES",
    });
  }
  const findSigningKey = createSigningKeys({
    fetchKeys: fetchSigningKeys(settings.entra?.authority ?? ""),
    onFailure: (tenantId, error) => log({ name: "signingKeys.missed", tenantId, message: String(error) }),
    elapsedMs: () => performance.now(),
  });
  return { identifyCaller: identifyCaller(settings, { findSigningKey, now }) };
}

const WINDOW_MS = 60_000;

const ID_BYTES = 6;

/** The limit of calls that all hosts keep together, in the table of logs. */
function openCallLimit(limits: CallLimit["limits"], rateLimits: Table, report: Report): CallLimit {
  return createCallLimit(
    { limits, windowMs: WINDOW_MS },
    {
      ...callLogStore(rateLimits, { report }),
      now: () => new Date(),
      monotonicMs: () => performance.now(),
      wait: (delayMs) => wait(delayMs),
      random: Math.random,
      randomId: () => randomBytes(ID_BYTES).toString("base64url"),
    },
  );
}

const DEADLINE_MS = 5_000;

/** One memory of the last check for the process. */
function openHealth(deps: Omit<CheckHealthDeps, "deadlineMs">): () => Promise<HealthReport> {
  const check = (): Promise<HealthReport> => checkHealth({ ...deps, deadlineMs: DEADLINE_MS });
  return rememberHealth(check, () => performance.now());
}

/** The chosen storage with, where an identity signs in, its credential. */
export function openStorage(choice: StorageChoice): StorageSettings {
  if (choice.kind === "connection-string") return choice;
  const { clientId, ...addresses } = choice;
  return { ...addresses, credential: createCredential(clientId) };
}

/** Imports @azure/identity at the first token: it takes longer to load than the rest of the app. */
function createCredential(clientId: string | undefined): TokenCredential {
  let opened: Promise<TokenCredential> | undefined;
  const open = async (): Promise<TokenCredential> => {
    const { DefaultAzureCredential } = await import("@azure/identity");
    return new DefaultAzureCredential(clientId === undefined ? {} : { managedIdentityClientId: clientId });
  };
  return { getToken: async (scopes, options) => (await (opened ??= open())).getToken(scopes, options) };
}
