/** The client of the CI API for this process, with its budgets of calls, and the reads of entities' files. */
import { setTimeout as wait } from "node:timers/promises";
import { createPartitionMemory } from "../data/partitions/findPartitions";
import { type ReadPartitionDeps } from "../data/partitions/readPartition";
import { type InSpan, type Log } from "../model/log";
import { capReads, createCallBudget } from "../source/budget/callBudget";
import { type CallBudget } from "../source/budget/callQueue";
import { type Source, createSource } from "../source/createSource";
import { createPartitionStorage } from "../source/partitions/partitionStorage";
import { type Tables } from "../storage/createTables";
import { type SharedCalls, sharedCallStore } from "../storage/rateLimits";
import { type Report } from "../storage/table/table";
import { type Config } from "./readConfig";

/** The share of the calls to the source that reads of callers may use; the rest is reserved for the poller. */
const READS_SHARE = 2 / 3;

interface OpenDeps {
  readonly report: Report;
  readonly now: () => Date;
  readonly inSpan: InSpan;
}

/**
 * Opens the client. All hosts share one budget of calls through table RateLimits, and a smaller one for reads of
 * callers. Reads write no log lines of their own: each poll logs what became of them. A call that waits for its turn
 * does not keep the process alive.
 */
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

/**
 * The reads of entities' files. The columns are read together with the files and cached with them, so `getEntity` is
 * the uncached one.
 */
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
