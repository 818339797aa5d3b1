import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { type CallLimit } from "../rateLimit/callLimit";
import { createCallLimit } from "../rateLimit/createCallLimit";
import { loadCallLog } from "../storage/rateLimits/loadCallLog";
import { saveCallLog } from "../storage/rateLimits/saveCallLog";
import { type Report } from "../storage/rows/mapRows";
import { type Table } from "../storage/table/table";

const WINDOW_MS = 60_000;
const ID_BYTES = 6;

/** The limit of calls that all hosts keep together, in the table of logs. */
export function openCallLimit(limits: CallLimit["limits"], rateLimits: Table, report: Report): CallLimit {
  return createCallLimit(
    { limits, windowMs: WINDOW_MS },
    {
      loadCallLog: loadCallLog(rateLimits, report),
      saveCallLog: saveCallLog(rateLimits),
      now: () => new Date(),
      monotonicMs: () => performance.now(),
      wait: (delayMs) => wait(delayMs),
      random: Math.random,
      randomId: () => randomBytes(ID_BYTES).toString("base64url"),
    },
  );
}
