/** The four programs as `npm start` sees them, and the supervision that starts the function app again after a crash. */
import { type AzuritePorts } from "../azurite/startAzurite";
import { type LogMessage } from "../child/messages";
import { type ChildExit } from "../child/startChild";
import { type Flow } from "../flow/startFlow";

export interface Stoppable {
  stop(): Promise<unknown>;
}

export interface StorageProgram extends Stoppable {
  readonly connectionString: string;
  readonly ports: AzuritePorts;
}

export interface SimulatorProgram extends Stoppable {
  readonly url: string;
}

export interface HostOptions {
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  /** Further flags of the host. */
  readonly args: readonly string[];
  readonly onLog: (log: LogMessage) => void;
}

export interface HostProgram extends Stoppable {
  readonly url: string;
  readonly exited: Promise<ChildExit>;
  kill(): Promise<unknown>;
}

/** The functions that start the four programs; tests start lighter ones. */
export interface Programs {
  startAzurite(options: { readonly ports: AzuritePorts; readonly persistTo?: string }): Promise<StorageProgram>;
  startSimulator(options: {
    readonly port: number;
    readonly seed: number;
    readonly speed: number;
    /** The file that remembers the company; without it each start makes a new one. */
    readonly timelineFile?: string;
  }): Promise<SimulatorProgram>;
  startFlow(options: { readonly port: number }): Promise<Flow>;
  startHost(options: HostOptions): Promise<HostProgram>;
}

const MAX_CRASHES = 3;

const CRASH_WINDOW_MS = 30_000;

export interface SupervisedHost extends Stoppable {
  readonly url: string;
  /** Resolves with the reason when it crashed too often to be started again. */
  readonly gaveUp: Promise<string>;
}

/**
 * Keeps the function app running: starts it again after a crash, up to three within 30 s. `start` failing at first
 * throws.
 */
export async function superviseHost(
  start: () => Promise<HostProgram>,
  { say, now }: { readonly say: (line: string) => void; readonly now: () => number },
): Promise<SupervisedHost> {
  let stopping = false;
  let running = Promise.resolve(await start());
  const { url } = await running;
  const gaveUp = new Promise<string>((giveUp) => void watch(giveUp));
  return {
    url,
    gaveUp,
    async stop() {
      stopping = true;
      await running.then(stopInTime, () => undefined);
    },
  };

  async function watch(giveUp: (why: string) => void): Promise<void> {
    for (let crashes: number[] = []; ;) {
      const why = await running.then(
        async (host) => describeExit(await host.exited),
        (error: unknown) => `could not start: ${error instanceof Error ? error.message : String(error)}`,
      );
      if (stopping) return;
      crashes = [...crashes.filter((at) => now() - at < CRASH_WINDOW_MS), now()];
      if (crashes.length >= MAX_CRASHES) return giveUp(`the function app ${why}, ${MAX_CRASHES} times within 30 s`);
      say(`The function app ${why}. Starting it again.`);
      running = start();
    }
  }
}

/** Ctrl-C is to end everything within five seconds; the host itself would wait longer for running work. */
const STOP_DEADLINE_MS = 3_000;

async function stopInTime(host: HostProgram): Promise<void> {
  const timer = setTimeout(() => void host.kill(), STOP_DEADLINE_MS);
  await host.stop();
  clearTimeout(timer);
}

function describeExit({ code, signal }: ChildExit): string {
  return signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
}
