/** The host as a whole: configuration, server and app are put together here, and stopped in their order. */
import { randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { type App, startApp } from "./app";
import { type HostedFunction } from "./functions/hostedFunction";
import { type HostState, type HostStatus } from "./http/adminApi";
import { type Handling, type Listening, handleRequest, listen, readCors } from "./http/httpServer";
import { toQueueRequest } from "./queue/messageBody";
import { type Configuration, loadConfiguration } from "./settings/configuration";
import { type HostLog, type LogEntry, createHostLog } from "./settings/hostLog";
import { type HostOptions } from "./settings/hostOptions";
import { type Settings, findSetting } from "./settings/settings";
import { toTimerRequest } from "./timer/timer";
import { type InvocationRequest } from "./worker/coreTypes";

const DEFAULT_PORT = 7071;

export interface RunningHost {
  readonly port: number;
  readonly url: string;
  readonly key: string | undefined;
  /** Stops timers and queues, lets running work end for up to ten seconds, and closes. */
  stop(): Promise<void>;
}

/**
 * Starts the function app of a directory in this process, which it takes over: environment, working directory, modules.
 */
export async function createHost(options: HostOptions, write: (entry: LogEntry) => void): Promise<RunningHost> {
  const configuration = loadConfiguration(options, process.env);
  const log = createHostLog(write, configuration.hostJson.logLevels);
  process.chdir(options.appDirectory);
  let handling: Handling | undefined;
  const port = options.port ?? configuration.local.port ?? DEFAULT_PORT;
  const listening = await listen(port, (request, response) => handleRequest(request, response, handling));
  const url = `http://127.0.0.1:${listening.port}`;
  process.env["WEBSITE_HOSTNAME"] = `localhost:${listening.port}`;
  try {
    const app = await startApp(options, { configuration, settings: process.env, log });
    const key = options.isAuthEnabled ? (options.key ?? randomBytes(24).toString("base64url")) : undefined;
    const state = { current: "Running" as HostState };
    handling = createHandling(app, { options, configuration, key, url, state, log });
    for (const line of describeFunctions(app, url)) log("information", line);
    const stop = async (): Promise<void> => {
      handling = undefined;
      await shutDown(app, listening, log);
    };
    return { port: listening.port, url, key, stop };
  } catch (error) {
    await listening.close();
    throw error;
  }
}

interface HandlingDeps {
  readonly options: HostOptions;
  readonly configuration: Configuration;
  readonly key: string | undefined;
  readonly url: string;
  readonly state: { current: HostState };
  readonly log: HostLog;
}

function createHandling(app: App, { options, configuration, key, url, state, log }: HandlingDeps): Handling {
  const { local } = configuration;
  return {
    routes: app.routes,
    run: app.runner.run,
    log,
    key,
    bodyLimit: readBodyLimit(process.env),
    isStrict: options.isStrict,
    cors: readCors(options.cors ?? local.cors, local.corsCredentials),
    isHomePageDisabled: findSetting(process.env, "AzureWebJobsDisableHomepage")?.toLowerCase() === "true",
    status: () => toStatus(app, state.current),
    start: (name, input) => startManually(app, { name, input, url }),
    drain: () => {
      state.current = "Draining";
      void app.stopListening();
    },
  };
}

const DEFAULT_BODY_LIMIT = 104_857_600;

function readBodyLimit(settings: Settings): number {
  const name = "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT";
  const limit = findSetting(settings, name) ?? `${DEFAULT_BODY_LIMIT}`;
  if (!/^\d+$/.test(limit)) throw new Error(`${name} must be a whole number of bytes, not "${limit}".`);
  return Number(limit);
}

function toStatus(app: App, state: HostState): HostStatus {
  return {
    id: "development",
    state,
    version: "4",
    processUptime: Math.round(process.uptime() * 1_000),
    runningInvocations: app.runner.running(),
    errors: app.faults.map(({ functionName, reason }) => `${functionName}: ${reason}`),
  };
}

function startManually(app: App, { name, input, url }: { name: string; input: string; url: string }): boolean {
  const fn = app.functions.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  if (!fn) return false;
  app.runner.run(fn, toManualRequest(fn, input, url)).catch(() => undefined); // the runner has logged it
  return true;
}

/** The request of a function started by `POST /admin/functions/{name}`: `input` is a message, or the body of a POST. */
function toManualRequest(fn: HostedFunction, input: string, origin: string): InvocationRequest {
  switch (fn.kind) {
    case "timer":
      return toTimerRequest(fn.inputName, undefined, false);
    case "queue":
      return toQueueRequest(fn, { bytes: Buffer.from(input), text: input, isUtf8: true }, undefined);
    case "http": {
      const body = input === "" ? {} : { body: { bytes: Buffer.from(input) } };
      const empty = { nullableHeaders: {}, nullableParams: {}, nullableQuery: {} };
      const http = { url: `${origin}/${fn.route}`, method: fn.methods[0] ?? "POST", ...empty, ...body };
      return { inputData: [{ name: fn.inputName, data: { http } }] };
    }
    default:
      return fn satisfies never;
  }
}

/** The function table that is printed when the app has started, a line each. */
function describeFunctions({ functions, routes }: App, url: string): string[] {
  return functions.map((fn) => {
    const note = fn.isDisabled ? " (disabled)" : "";
    return `${fn.name}: ${describe(fn, routes, url)}${note}`;
  });
}

function describe(fn: HostedFunction, routes: App["routes"], url: string): string {
  switch (fn.kind) {
    case "http":
      return `${fn.methods.join(",")} ${url}/${routes.find((route) => route.fn === fn)?.template ?? fn.route}`;
    case "timer":
      return `timer ${fn.schedule}`;
    case "queue":
      return `queue ${fn.queueName}`;
    default:
      return fn satisfies never;
  }
}

const DRAIN_DEADLINE_MS = 10_000;

const TERMINATE_DEADLINE_MS = 5_000;

async function shutDown(app: App, listening: Listening, log: HostLog): Promise<void> {
  app.runner.stopRetrying();
  const drained = Promise.all([app.stopListening(), app.runner.idle()]).then(() => true);
  const isDrained = await Promise.race([drained, setTimeout(DRAIN_DEADLINE_MS, false, { ref: false })]);
  if (!isDrained) log("warning", `${app.runner.running()} invocations still run after ten seconds; they are cut off.`);
  await Promise.race([app.terminate(), setTimeout(TERMINATE_DEADLINE_MS, undefined, { ref: false })]);
  await listening.close();
}
