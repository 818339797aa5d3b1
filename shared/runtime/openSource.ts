import { setTimeout as wait } from "node:timers/promises";
import { createCallBudget } from "../source/budget/createCallBudget";
import { type Source, createSource } from "../source/createSource";
import { type Tables } from "../storage/createTables";
import { leaseSharedCalls } from "../storage/rateLimits/leaseSharedCalls";
import { type Report } from "../storage/rows/mapRows";
import { type Config } from "./readConfig";

interface OpenDeps {
  readonly report: Report;
  readonly now: () => Date;
}

/** One client and one budget of calls for the process. A call that waits for its turn does not keep the process alive. */
export function openSource(
  { source, callsPerMinute }: Config,
  { rateLimits }: Pick<Tables, "rateLimits">,
  { report, now }: OpenDeps,
): Source {
  const sourceKey = source.subscriptionKey ?? source.baseUrl;
  const budget = createCallBudget({
    callsPerMinute,
    leaseCalls: leaseSharedCalls(rateLimits, { sourceKey, callsPerMinute, report }),
    now,
    wait: (delayMs) => wait(delayMs, undefined, { ref: false }),
  });
  return createSource(source, { now, budget, log: () => undefined });
}
