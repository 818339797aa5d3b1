/** The loaded function app: its functions are indexed, its routes built, its timers and queues started. */
import { type FunctionFault, findMissingSettings, indexFunctions } from "./functions/functionIndex";
import { type HostedFunction, type QueueFunction, type TimerFunction } from "./functions/hostedFunction";
import { type RunFunction, type Runner, createRunner } from "./functions/runner";
import { type Route, buildRouteTable } from "./http/routeTable";
import { connectQueues } from "./queue/queueClients";
import { sendOutputs } from "./queue/queueOutputs";
import { type StartQueueDeps, createWakeups, startQueue } from "./queue/queueTrigger";
import { type Configuration } from "./settings/configuration";
import { type HostLog } from "./settings/hostLog";
import { type HostOptions } from "./settings/hostOptions";
import { type Settings } from "./settings/settings";
import { parseSchedule } from "./timer/schedule";
import { runTimer, toTimerRequest } from "./timer/timer";
import { type TimerStatusStore, openTimerStatusStore } from "./timer/timerStatus";
import { startWorker } from "./worker/worker";

/** The loaded function app, with its functions indexed. */
export interface App {
  readonly functions: readonly HostedFunction[];
  readonly routes: readonly Route[];
  readonly faults: readonly FunctionFault[];
  readonly runner: Runner;
  /** Stops timers and queues; resolves when the invocations they started have ended. */
  stopListening(): Promise<void>;
  /** Runs the app's last hooks. */
  terminate(): Promise<void>;
}

export interface AppDeps {
  readonly configuration: Configuration;
  readonly settings: Settings;
  readonly log: HostLog;
}

/** Loads the app into this process and starts its timers and queues. */
export async function startApp(options: HostOptions, { configuration, settings, log }: AppDeps): Promise<App> {
  const { hostJson } = configuration;
  const timerStatus = await openTimerStatusStore(options.timerStatusFile);
  const worker = await startWorker(options.appDirectory, log);
  const { functions, faults } = indexFunctions(worker.functions, settings);
  const http = functions.filter((fn) => fn.kind === "http");
  const table = buildRouteTable(http, hostJson.routePrefix);
  const notes = [...findMissingSettings(functions, settings), ...hostJson.warnings, ...table.warnings];
  for (const note of [...notes, ...findIgnoredRetries(functions)]) log("warning", note);

  const queues = { connect: connectQueues(settings), wakeups: createWakeups(), options: hostJson.queues };
  const outputDeps = { ...queues, messageEncoding: hostJson.queues.messageEncoding };
  const runner = createRunner({
    invoke: (...invocation) => worker.invoke(...invocation),
    timeoutMs: hostJson.functionTimeoutMs,
    sendOutputs: (fn, response) => sendOutputs(fn.queueOutputs, response, outputDeps),
    log,
  });
  const lockSeconds = options.messageLockSeconds;
  const listeners = startListeners(functions, { ...queues, lockSeconds, timerStatus, run: runner.run, log });
  const allFaults = [...faults, ...table.faults, ...listeners.faults];
  for (const { functionName, reason } of allFaults)
    log("error", `Function "${functionName}" is in error and not run: ${reason}`, { functionName });
  const inError = new Set(allFaults.map(({ functionName }) => functionName));
  return {
    functions: functions.filter(({ name }) => !inError.has(name)),
    routes: table.routes,
    faults: allFaults,
    runner,
    stopListening: () => listeners.stop(),
    terminate: () => worker.terminate(),
  };
}

function findIgnoredRetries(functions: readonly HostedFunction[]): string[] {
  return functions
    .filter(({ kind, registered }) => kind !== "timer" && registered.metadata.retryOptions !== undefined)
    .map(({ name, kind }) => `Function "${name}": retry options are not supported for ${kind} functions in Azure, `)
    .map((text) => `${text}which warns and retries in process all the same.`);
}

interface ListenerDeps extends Omit<StartQueueDeps, "run" | "log"> {
  readonly run: RunFunction;
  readonly timerStatus: TimerStatusStore;
  readonly log: HostLog;
}

interface Listeners {
  readonly faults: readonly FunctionFault[];
  /** Fires no more timers and takes no more messages; resolves when the running invocations have ended. */
  stop(): Promise<void>;
}

/** Starts the timers and queues, except those of disabled functions. */
function startListeners(functions: readonly HostedFunction[], deps: ListenerDeps): Listeners {
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
