import { type RunFunction } from "./createRunner";
import { type HostedFunction, type QueueFunction, type TimerFunction } from "./hostedFunction";
import { type HostLog } from "./hostLog";
import { type FunctionFault } from "./indexFunctions";
import { startQueue, type StartQueueDeps } from "./queue/startQueue";
import { parseSchedule } from "./timer/parseSchedule";
import { runTimer } from "./timer/runTimer";
import { type TimerStatusStore } from "./timer/timerStatus";
import { toTimerRequest } from "./timer/toTimerRequest";

export interface ListenerDeps extends Omit<StartQueueDeps, "run" | "log"> {
  readonly run: RunFunction;
  readonly timerStatus: TimerStatusStore;
  readonly log: HostLog;
}

export interface Listeners {
  readonly faults: readonly FunctionFault[];
  /** Fires no more timers and takes no more messages; resolves when what runs has ended. */
  stop(): Promise<void>;
}

/** Starts what starts functions by itself: timers and queues, except those of disabled functions. */
export function startListeners(functions: readonly HostedFunction[], deps: ListenerDeps): Listeners {
  const faults: FunctionFault[] = [];
  const started: { stop(): Promise<void> }[] = [];
  for (const fn of functions) {
    if (fn.kind === "http" || fn.isDisabled) continue;
    try {
      started.push(fn.kind === "timer" ? startTimer(fn, deps) : startQueueFunction(fn, deps));
    } catch (error) {
      faults.push({ functionName: fn.name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { faults, stop: async () => void (await Promise.all(started.map((listener) => listener.stop()))) };
}

function startTimer(fn: TimerFunction, { run, timerStatus, log }: ListenerDeps): { stop(): Promise<void> } {
  const schedule = parseSchedule(fn.schedule, new Date());
  const isMonitored = fn.useMonitor && !schedule.isFrequent;
  const timer = { functionName: fn.name, schedule, runOnStartup: fn.runOnStartup, isMonitored };
  return runTimer(timer, {
    store: timerStatus,
    now: () => new Date(),
    log,
    run: async (tick) => void (await run(fn, toTimerRequest(fn.inputName, tick, isMonitored))),
  });
}

function startQueueFunction(fn: QueueFunction, deps: ListenerDeps): { stop(): Promise<void> } {
  return startQueue(fn, { ...deps, run: async (request) => void (await deps.run(fn, request)) });
}
