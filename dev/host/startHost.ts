/** The development host as a process of its own, for tests and for `npm start`. */
import { join } from "node:path";
import { type LogMessage } from "../child/messages";
import { type Child, type ChildExit, startChild } from "../child/startChild";

/** Longer than the host waits for running work and the app's last hooks before it ends. */
const STOP_DEADLINE_MS = 17_000;

export interface StartHostOptions {
  /** The port, by default any free one. */
  readonly port?: number;
  /** The function app, by default in the current directory. */
  readonly appDirectory?: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Further flags of `dev/host/main.ts`. */
  readonly args?: readonly string[];
  readonly onLog?: (log: LogMessage) => void;
}

export interface Host {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly exited: Promise<ChildExit>;
  /** The one key, when `--enable-auth` is given. */
  readonly key: string | undefined;
  /** Lets running work end for up to ten seconds. */
  stop(): Promise<ChildExit>;
  /** Ends it as a crash would. */
  kill(): Promise<ChildExit>;
}

/** Runs a function app in a process of its own; any number may run at once against one storage. */
export async function startHost(options: StartHostOptions = {}): Promise<Host> {
  const { port = 0, appDirectory = process.cwd(), env = {}, args = [], onLog } = options;
  const child: Child = await startChild({
    script: join(__dirname, "main.ts"),
    args: ["--port", String(port), "--app", appDirectory, ...args],
    env: { ...process.env, ...env },
    stopDeadlineMs: STOP_DEADLINE_MS,
    onMessage: (message) => {
      if (message.type === "log") onLog?.(message);
    },
  });
  const { pid, ready, exited } = child;
  const key = ready.details?.["key"];
  return { url: ready.url, port: ready.port, pid, exited, key, stop: () => child.stop(), kill: () => child.kill() };
}
