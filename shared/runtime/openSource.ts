import { setTimeout as wait } from "node:timers/promises";
import { createPartitionMemory } from "../data/partitions/findPartitions";
import { type ReadPartitionDeps } from "../data/partitions/readPartition";
import { type InSpan, type Log } from "../model/log";
import { capReads, createCallBudget } from "../source/budget/callBudget";
import { type CallBudget } from "../source/budget/callQueue";
import { type Source, createSource } from "../source/createSource";
import { createPartitionStorage } from "../source/partitions/createPartitionStorage";
import { type Tables } from "../storage/createTables";
import { type SharedCalls, sharedCallStore } from "../storage/rateLimits";
import { type Report } from "../storage/table/storeDeps";
import { type Config } from "./readConfig";

/** Of the calls to the source, what callers' reads may have at most: the rest is the poller's. */
const READS_SHARE = 2 / 3;

interface OpenDeps {
  readonly report: Report;
  readonly now: () => Date;
  readonly inSpan: InSpan;
}

/** One client and one budget of calls for the process. A call that waits for its turn does not keep the process alive. */
export function openSource(
  { source, callsPerMinute }: Config,
  { rateLimits }: Pick<Tables, "rateLimits">,
  { report, now, inSpan }: OpenDeps,
): Source {
  const sourceKey = source.subscriptionKey ?? source.baseUrl;
  const openBudget = (share: SharedCalls): CallBudget =>
    createCallBudget({
      callsPerMinute: share.callsPerMinute,
      leaseCalls: sharedCallStore(rateLimits, { ...share, report }).leaseSharedCalls,
      now,
      wait: (delayMs) => wait(delayMs, undefined, { ref: false }),
    });
  const readsPerMinute = Math.max(1, Math.floor(callsPerMinute * READS_SHARE));
  const all = openBudget({ sourceKey, callsPerMinute });
  const reads = openBudget({ sourceKey: `${sourceKey} reads`, callsPerMinute: readsPerMinute });
  return createSource(source, { now, inSpan, budget: capReads(all, reads), log: () => undefined });
}

type FileReads = Pick<Source, "getEntity" | "getInstance" | "listPartitionFiles">;

/** Columns are read with the files that have them, and both remembered together. */
export function bindPartitions(
  { partitionHosts: allowedHosts }: Config,
  { getEntity, getInstance, listPartitionFiles }: FileReads,
  { log, now }: { readonly log: Log; readonly now: () => Date },
): ReadPartitionDeps {
  return {
    getEntity,
    getInstance,
    listPartitionFiles,
    openPartitionFile: createPartitionStorage({ allowedHosts }, { now, log }).open,
    partitionMemory: createPartitionMemory(),
    now,
  };
}
