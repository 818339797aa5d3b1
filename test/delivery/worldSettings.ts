import { RETRY_SCHEDULE_SECONDS } from "../../shared/delivery/retryDelay";
import { type LogLine } from "../../shared/model/log";
import { type WorldDeps } from "./deliveryWorld";

type Settings =
  | "now"
  | "log"
  | "random"
  | "leaseSeconds"
  | "slowAnswerMs"
  | "retrySchedule"
  | "callback"
  | "listDueRedrives"
  | "saveRedrive"
  | "queueRedrive";

/** What is the same in every world of deliveries; nothing is redriven in it. */
export function worldSettings(world: { readonly now: Date; readonly lines: LogLine[] }): Pick<WorldDeps, Settings> {
  return {
    now: () => world.now,
    log: (line) => {
      world.lines.push(line);
    },
    random: () => 0,
    leaseSeconds: 60,
    slowAnswerMs: 5_000,
    retrySchedule: RETRY_SCHEDULE_SECONDS,
    callback: { publicBaseUrl: "https://triggers.example/api", signingKeys: [] },
    listDueRedrives: () => Promise.resolve([]),
    saveRedrive: () => Promise.resolve(undefined),
    queueRedrive: () => Promise.resolve(),
  };
}
