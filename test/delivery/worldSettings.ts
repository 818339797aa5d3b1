import { createDirectQuota } from "../../shared/delivery/directQuota";
import { RETRY_SCHEDULE_SECONDS } from "../../shared/delivery/retryPolicy";
import { NO_TRACE } from "../../shared/model/log";
import { type World, type WorldDeps } from "./deliveryWorld";

type Settings =
  | "now"
  | "log"
  | "random"
  | "pause"
  | "directQuota"
  | "leaseSeconds"
  | "slowAnswerMs"
  | "retrySchedule"
  | "callback"
  | "listDueRedrives"
  | "saveRedrive"
  | "queueRedrive"
  | "inSpan";

/** What is not stored; nothing is redriven in these worlds. */
export function worldSettings(world: World): Pick<WorldDeps, Settings> {
  return {
    inSpan: NO_TRACE.inSpan,
    now: () => world.now,
    log: (line) => {
      world.lines.push(line);
    },
    random: () => 0,
    pause: (delayMs) => world.pause(delayMs),
    directQuota: createDirectQuota({ events: 2, chunks: 6, chunksPerEvent: 4 }),
    leaseSeconds: 60,
    slowAnswerMs: 5_000,
    retrySchedule: RETRY_SCHEDULE_SECONDS,
    callback: { publicBaseUrl: "https://triggers.example/api", signingKeys: [] },
    listDueRedrives: () => Promise.resolve([]),
    saveRedrive: () => Promise.resolve(undefined),
    queueRedrive: () => Promise.resolve(),
  };
}
