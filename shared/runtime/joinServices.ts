import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { createSealer } from "../access/createSealer";
import { createDirectRoom } from "../delivery/bulkhead/createDirectRoom";
import { type Log, NO_TRACE, type TraceDeps } from "../model/log";
import { rememberEntities } from "../reads/entities/rememberEntities";
import { type Queues } from "../storage/createQueues";
import { type Tables } from "../storage/createTables";
import { type Report } from "../storage/rows/mapRows";
import { bindLanes } from "./bindLanes";
import { bindPartitions } from "./bindPartitions";
import { bindStorage } from "./bindStorage";
import { DIRECT_ROOM } from "./directRoom";
import { openAccess } from "./openAccess";
import { openCallLimit } from "./openCallLimit";
import { openHealth } from "./openHealth";
import { openSource } from "./openSource";
import { type Config } from "./readConfig";
import { type SharedServices } from "./serviceTypes";

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
  const source = openSource(config, tables, { report, now, inSpan: trace.inSpan });
  const { forPolls, callsLeft, ...reads } = source;
  const sealer = createSealer(config.encryptionKeys);
  const stored = bindStorage(tables, queues, {
    sealing: sealer,
    report,
    now,
    random: Math.random,
    wait: (delayMs) => wait(delayMs),
  });
  return {
    ...stored,
    ...reads,
    getEntity: rememberEntities(reads.getEntity, now),
    source: forPolls(),
    callsLeft,
    ...trace,
    links: { publicBaseUrl, sealer },
    partitions: bindPartitions(config, reads, { log, now }),
    pollPace,
    holdSeconds,
    safetySeconds,
    fullRefreshTypes,
    ...bindLanes(config, now),
    directRoom: createDirectRoom(DIRECT_ROOM),
    ...openAccess(config.access, { now, log }),
    callLimit: openCallLimit(config.connectionLimits, tables.rateLimits, report),
    callback: { publicBaseUrl, signingKeys },
    redrivesPerMinute,
    purgeAges: config.purgeAges,
    purgeOperations: PURGE_OPERATIONS,
    subscriptionsPerConnection,
    health: openHealth({ ...stored, ...source, now }),
    allowedHosts,
    randomId: () => randomBytes(SUBSCRIPTION_ID_BYTES).toString("base64url"),
    now,
    random: Math.random,
    pause: (delayMs) => wait(delayMs, undefined, { ref: false }),
  };
}

function now(): Date {
  return new Date();
}
