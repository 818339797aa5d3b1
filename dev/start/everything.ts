/** Starts the four programs in their order and stops them, the function app first. */
import { join } from "node:path";
import { type LogMessage } from "../child/messages";
import { type Flow } from "../flow/startFlow";
import { loadEncryptionKeys, hostSettings } from "./hostSettings";
import {
  type Programs,
  type SimulatorProgram,
  type Stoppable,
  type StorageProgram,
  type SupervisedHost,
  superviseHost,
} from "./programs";
import { type StartOptions, claimPorts } from "./startOptions";

export interface Everything {
  readonly azurite: StorageProgram;
  readonly simulator: SimulatorProgram;
  readonly flow: Flow;
  readonly host: SupervisedHost;
}

export interface StartedEverything {
  /** Rejects when something could not start; what did start still has to be stopped. */
  readonly ready: Promise<Everything>;
  /** May come at any time, also while things start; the function app ends first. */
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
  /** Remembers what begins, so that it can be stopped, and lets nothing more begin once that is asked. */
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
