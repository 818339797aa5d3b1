import { type Redrive } from "../../model/deadLetter";
import { after, toInstant } from "../../model/instant";
import { type Log } from "../../model/log";
import { type RedriveTask, describeDelay } from "../../model/task";
import { RECOVERY_SECONDS } from "../recovery";
import { type TakeUpDeps, takeUpLetters } from "./takeUpLetters";

/** Letters taken up by one task: it ends long before its claim does. */
const MOST_PER_TASK = 50;
const CLAIM_SECONDS = 120;

export interface AdvanceDeps extends TakeUpDeps {
  readonly loadRedrive: (redriveId: string) => Promise<Redrive | undefined>;
  /** Writes by the redrive's version; undefined when another host has moved it. */
  readonly saveRedrive: (redrive: Redrive) => Promise<Redrive | undefined>;
  readonly queueRedrive: (task: RedriveTask, delaySeconds: number) => Promise<void>;
  readonly redrivesPerMinute: number;
  readonly log: Log;
}

/**
 * Takes up the next dead letters of a redrive, and queues the task for those after them with a delay that keeps to the rate.
 * Claimed like a chunk, so that of a repeated task one goes on; the sweep takes up what a crash interrupted.
 */
export async function advanceRedrive(task: RedriveTask, deps: AdvanceDeps): Promise<void> {
  const { redriveId, claim } = task;
  const told = { redriveId, claim, ...describeDelay(task, deps.now()) };
  const claimed = await claimRedrive(task, deps);
  if (!claimed) return deps.log({ name: "redrive.advanced", ...told, outcome: "stale" });
  const top = Math.min(MOST_PER_TASK, deps.redrivesPerMinute);
  const { redriven, passedOver, cursor } = await takeUpLetters(claimed, top, deps);
  const delaySeconds = ((redriven + passedOver) * 60) / deps.redrivesPerMinute;
  const { dueAt: _, ...rest } = claimed;
  const next = {
    ...rest,
    redriven: claimed.redriven + redriven,
    passedOver: claimed.passedOver + passedOver,
  };
  const isDone = cursor === undefined;
  // Without `dueAt` nobody takes it up any more.
  const going = isDone
    ? { endedAt: toInstant(deps.now()) }
    : { cursor, dueAt: after(deps.now(), delaySeconds + RECOVERY_SECONDS) };
  const saved = await deps.saveRedrive({ ...next, ...going });
  if (saved && !isDone) await deps.queueRedrive({ redriveId, claim: claim + 1 }, delaySeconds);
  const outcome = saved ? (isDone ? "completed" : "continued") : "overtaken";
  deps.log({ name: "redrive.advanced", ...told, outcome, redriven: next.redriven, passedOver: next.passedOver });
}

async function claimRedrive({ redriveId, claim }: RedriveTask, deps: AdvanceDeps): Promise<Redrive | undefined> {
  const redrive = await deps.loadRedrive(redriveId);
  if (!redrive?.dueAt || redrive.claims !== claim - 1) return undefined;
  return deps.saveRedrive({ ...redrive, claims: claim, dueAt: after(deps.now(), CLAIM_SECONDS) });
}
