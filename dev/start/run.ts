/**
 * One run of `npm start`: the four programs are started in their order, the log is shown or the demo is played, and in
 * the end everything is stopped, the function app first.
 */
import { join } from "node:path";
import { type LogMessage } from "../child/messages";
import { type Flow } from "../flow/startFlow";
import { playScenes } from "./demo";
import { hostSettings, loadEncryptionKeys } from "./hostSettings";
import { createLogFeed } from "./logFeed";
import {
  type Programs,
  type SimulatorProgram,
  type Stoppable,
  type StorageProgram,
  type SupervisedHost,
  superviseHost,
} from "./programs";
import { type StartOptions, claimPorts } from "./startOptions";
import { type Paint, renderLog } from "./terminal";
import { type Example, describeStart, findExample } from "./welcome";

interface Terminal {
  readonly say: (text: string) => void;
  readonly paint: Paint;
  /** Aborted when everything is to end. */
  readonly ending: AbortSignal;
}

/**
 * Runs until the signal ends it, or plays the demo. Everything is stopped when it returns; throws when it cannot go on.
 */
export async function runStart(options: StartOptions, programs: Programs, terminal: Terminal): Promise<void> {
  const { say, paint, ending } = terminal;
  const logs = createLogFeed();
  const started = startEverything(options, programs, {
    say: (line) => say(paint("yellow", line)),
    onLog(log) {
      logs.push(log);
      const line = renderLog(log, { verbose: options.verbose, paint });
      if (line !== undefined) say(`${paint("dim", new Date().toTimeString().slice(0, 8))} ${line}`);
    },
  });
  const ended = untilAborted(ending).then(() => say("Stopping."));
  const run = async (): Promise<void> => {
    const everything = await started.ready;
    const example = await findExample(everything.simulator.url);
    const gaveUp = everything.host.gaveUp.then((why) => Promise.reject(new Error(why)));
    if (options.demo) {
      const { simulator, flow, host } = everything;
      const stage = { hostUrl: host.url, simulatorUrl: simulator.url, flow, logs, example };
      return Promise.race([playScenes(stage, { say, paint }), gaveUp]);
    }
    say(describeEverything(everything, example, { options, paint }));
    return gaveUp;
  };
  try {
    await Promise.race([run(), ended]);
  } finally {
    await started.stop();
  }
}

interface Everything {
  readonly azurite: StorageProgram;
  readonly simulator: SimulatorProgram;
  readonly flow: Flow;
  readonly host: SupervisedHost;
}

export interface StartedEverything {
  /** Rejects when something could not start; what did start still has to be stopped. */
  readonly ready: Promise<Everything>;
  /** Stops everything at any time, also while it starts; the function app ends first. */
  stop(): Promise<void>;
}

interface Reports {
  readonly say: (line: string) => void;
  readonly onLog: (log: LogMessage) => void;
}

export function startEverything(
  options: Pick<StartOptions, "ports" | "persistTo" | "seed" | "speed" | "bundle">,
  programs: Programs,
  reports: Reports,
): StartedEverything {
  const begun: Promise<Stoppable>[] = [];
  const stopping = new AbortController();
  /** Starts a program and remembers it, so that it can be stopped; starts none once the stop is asked for. */
  const begin = <T extends Stoppable>(start: () => Promise<T>): Promise<T> => {
    stopping.signal.throwIfAborted();
    const starting = start();
    begun.push(starting);
    return starting;
  };
  return {
    ready: startInOrder(options, programs, { ...reports, begin }),
    async stop() {
      stopping.abort(new Error("stopped while starting"));
      const [others, host] = [begun.slice(0, 3), begun.slice(3)];
      await stopAll(host);
      await stopAll(others);
    },
  };
}

async function startInOrder(
  {
    ports: wanted,
    persistTo,
    seed,
    speed,
    bundle,
  }: Pick<StartOptions, "ports" | "persistTo" | "seed" | "speed" | "bundle">,
  programs: Programs,
  { say, onLog, begin }: Reports & { begin: <T extends Stoppable>(start: () => Promise<T>) => Promise<T> },
): Promise<Everything> {
  const ports = await claimPorts(wanted);
  const azuritePorts = {
    blob: ports["azurite-blob-port"],
    queue: ports["azurite-queue-port"],
    table: ports["azurite-table-port"],
  };
  const [azurite, simulator, flow, keys] = await Promise.all([
    begin(() => programs.startAzurite({ ports: azuritePorts, ...(persistTo !== undefined && { persistTo }) })),
    begin(() => programs.startSimulator({ port: ports["simulator-port"], seed, speed, ...timelineIn(persistTo) })),
    begin(() => programs.startFlow({ port: ports["flow-port"] })),
    loadEncryptionKeys(persistTo),
  ]);
  const hostPort = ports["host-port"];
  const { connectionString } = azurite;
  const surroundings = { connectionString, hostPort, simulatorUrl: simulator.url, encryptionKeys: keys };
  const env = hostSettings(surroundings, process.env);
  const startHost = () => programs.startHost({ port: hostPort, env, onLog, args: bundle ? ["--bundle"] : [] });
  const host = await begin(() => superviseHost(startHost, { say, now: () => performance.now() }));
  return { azurite, simulator, flow, host };
}

/** The rows that the app has stored of the sources must fit the company that the simulator shows at the next start. */
function timelineIn(persistTo: string | undefined): { readonly timelineFile?: string } {
  return persistTo === undefined ? {} : { timelineFile: join(persistTo, "simulator-timeline.json") };
}

async function stopAll(begun: readonly Promise<Stoppable>[]): Promise<void> {
  await Promise.all(begun.map((starting) => starting.then((started) => started.stop()).catch(() => undefined)));
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function describeEverything(
  { host, simulator, flow, azurite }: Everything,
  example: Example,
  { options: { persistTo }, paint }: { readonly options: StartOptions; readonly paint: Paint },
): string {
  const [hostUrl = "", simulatorUrl = "", flowUrl = ""] = [host.url, simulator.url, flow.url].map(sayLocalhost);
  const addresses = { hostUrl, simulatorUrl, flowUrl, azurite: azurite.ports };
  return describeStart({ ...addresses, ...(persistTo !== undefined && { persistTo }) }, example, paint);
}

/** The form that people read and that the function app's own `Location` headers have. */
function sayLocalhost(url: string): string {
  return url.replace("127.0.0.1", "localhost");
}
