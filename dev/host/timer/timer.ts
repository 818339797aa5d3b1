/** The timer trigger: fires a function on its schedule, one run at a time, and makes up for one missed tick. */
import { type HostLog } from "../settings/hostLog";
import { type InvocationRequest } from "../worker/coreTypes";
import { type Schedule } from "./schedule";
import { type TimerStatus, type TimerStatusStore } from "./timerStatus";

export interface Timer {
  readonly functionName: string;
  readonly schedule: Schedule;
  readonly runOnStartup: boolean;
  readonly isMonitored: boolean;
}

export interface TimerTick {
  readonly isPastDue: boolean;
  /** The status before this run: `next` is the tick that is running. */
  readonly status: TimerStatus;
}

export interface TimerDeps {
  readonly store: TimerStatusStore;
  readonly now: () => Date;
  /** One run of the function; its failure does not stop the schedule. */
  readonly run: (tick: TimerTick) => Promise<void>;
  readonly log: HostLog;
}

/** Fires a timer one run at a time until `stop`, which resolves when a run in progress has ended. */
export function runTimer(timer: Timer, deps: TimerDeps): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const ended = fireUntilStopped(timer, deps, stopping.signal).catch((error: unknown) =>
    deps.log("error", `The timer stopped: ${String(error)}`, { functionName: timer.functionName }),
  );
  return {
    stop: () => {
      stopping.abort();
      return ended;
    },
  };
}

async function fireUntilStopped(timer: Timer, deps: TimerDeps, stopping: AbortSignal): Promise<void> {
  let { status, isPastDue } = await findDue(timer, deps);
  if (isPastDue || timer.runOnStartup) status = await fire(timer, { isPastDue, status }, deps);
  while (!stopping.aborted) {
    await waitUntil(status.next, deps.now, stopping);
    if (!stopping.aborted) status = await fire(timer, { isPastDue: false, status }, deps);
  }
}

/** Reads the stored status: a tick was missed only if the schedule is still the one from which it was computed. */
async function findDue({ functionName, schedule, isMonitored }: Timer, deps: TimerDeps): Promise<TimerTick> {
  const now = deps.now();
  const stored = isMonitored ? await deps.store.load(functionName) : undefined;
  const fresh: TimerStatus = { last: stored?.last, next: schedule.next(now), lastUpdated: now };
  const isUnchanged = stored && schedule.next(stored.lastUpdated).getTime() === stored.next.getTime();
  if (isUnchanged) return { isPastDue: now > stored.next, status: stored };
  if (isMonitored) await deps.store.save(functionName, fresh);
  return { isPastDue: false, status: fresh };
}

async function fire(timer: Timer, tick: TimerTick, deps: TimerDeps): Promise<TimerStatus> {
  const { functionName, schedule, isMonitored } = timer;
  const last = deps.now();
  await deps.run(tick).catch(() => undefined); // the runner has logged it
  const status = { last, next: schedule.next(last), lastUpdated: last };
  if (isMonitored)
    await deps.store
      .save(functionName, status)
      .catch((error: unknown) =>
        deps.log("error", `The timer's status is not kept: ${String(error)}`, { functionName }),
      );
  return status;
}

/** The longest wait of `setTimeout`. */
const MAX_WAIT_MS = 2 ** 31 - 1;

async function waitUntil(moment: Date, now: () => Date, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    const remainingMs = moment.getTime() - now().getTime();
    if (remainingMs <= 0) return;
    await wait(Math.min(remainingMs, MAX_WAIT_MS), stopping);
  }
}

function wait(delayMs: number, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      stopping.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, delayMs);
    stopping.addEventListener("abort", end);
  });
}

/** The request of a timer function; the host sends no status for a schedule that it does not monitor. */
export function toTimerRequest(
  inputName: string,
  tick: TimerTick | undefined,
  isMonitored: boolean,
): InvocationRequest {
  const status = tick && isMonitored ? toScheduleStatus(tick) : null;
  const timer = { Schedule: { AdjustForDST: true }, ScheduleStatus: status, IsPastDue: tick?.isPastDue ?? false };
  return { inputData: [{ name: inputName, data: { json: JSON.stringify(timer) } }] };
}

function toScheduleStatus({ status }: TimerTick): object {
  return {
    Last: status.last?.toISOString() ?? "0001-01-01T00:00:00",
    Next: status.next.toISOString(),
    LastUpdated: status.lastUpdated.toISOString(),
  };
}
