import { createRunner, type Runner } from "./createRunner";
import { type HostedFunction } from "./hostedFunction";
import { type HostLog } from "./hostLog";
import { type HostOptions } from "./hostOptions";
import { buildRouteTable, type Route } from "./http/routeTable";
import { type FunctionFault, findMissingSettings, indexFunctions } from "./indexFunctions";
import { type Configuration } from "./loadConfiguration";
import { connectQueues } from "./queue/connectQueues";
import { sendOutputs } from "./queue/sendOutputs";
import { createWakeups } from "./queue/wakeups";
import { type Settings } from "./settings/findSetting";
import { startListeners } from "./startListeners";
import { openTimerStatusStore } from "./timer/timerStatus";
import { startWorker } from "./worker/startWorker";

/** The loaded function app, with its functions indexed. */
export interface App {
  readonly functions: readonly HostedFunction[];
  readonly routes: readonly Route[];
  readonly faults: readonly FunctionFault[];
  readonly runner: Runner;
  /** Stops timers and queues; resolves when what they run has ended. */
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
