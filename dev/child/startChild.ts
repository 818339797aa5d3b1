/** The parent's side: starts a development program as a process of its own, waits until it is ready, and ends it. */
import { type ChildProcess, fork } from "node:child_process";
import { createInterface } from "node:readline";
import { type Readable } from "node:stream";
import { type ChildMessage, type ReadyMessage, type StopMessage } from "./messages";

const STOP_DEADLINE_MS = 4_000;

export interface ChildOptions {
  /** Absolute path of a TypeScript file that calls `serveParent`. */
  readonly script: string;
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Every message but `ready` and `failed`; logs may come before the child is ready. */
  readonly onMessage?: (message: ChildMessage) => void;
  /** Every line the child writes to its standard output or error. */
  readonly onOutput?: (line: string) => void;
  /** The time for which `stop` waits before it uses force; four seconds by default. */
  readonly stopDeadlineMs?: number;
}

export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  readonly pid: number;
  readonly ready: ReadyMessage;
  readonly exited: Promise<ChildExit>;
  /** Asks the child to end, and ends it by force after the deadline. */
  stop(): Promise<ChildExit>;
  /** Ends it as a crash would (SIGKILL). */
  kill(): Promise<ChildExit>;
}

/**
 * Runs a development program as a process of its own and resolves when it is ready. Throws the child's own message if
 * it fails to start.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const child = fork(options.script, [...(options.args ?? [])], {
    env: options.env ?? process.env,
    execArgv: ["--import", require.resolve("tsx")],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    readLines(stream, (line) => (output.push(line), options.onOutput?.(line)));
  const exited = new Promise<ChildExit>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  child.on("message", (message: ChildMessage) => {
    if (message.type === "log") options.onMessage?.(message);
  });
  const ready = await waitUntilReady(child, output);
  const deadlineMs = options.stopDeadlineMs ?? STOP_DEADLINE_MS;
  const pid = child.pid ?? 0;
  return { pid, ready, exited, stop: () => stop(child, exited, deadlineMs), kill: () => kill(child, exited) };
}

function readLines(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream) createInterface({ input: stream }).on("line", onLine);
}

function waitUntilReady(child: ChildProcess, output: readonly string[]): Promise<ReadyMessage> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.on("message", (message: ChildMessage) => {
      if (message.type === "ready") resolve(message);
      if (message.type === "failed") reject(new Error(message.message));
    });
    // `close` comes after the last output, `exit` may come before it
    child.once("close", () => reject(new Error(output.join("\n") || "the program ended before it was ready")));
  });
}

async function stop(child: ChildProcess, exited: Promise<ChildExit>, deadlineMs: number): Promise<ChildExit> {
  if (child.connected) child.send({ type: "stop" } satisfies StopMessage);
  const timer = setTimeout(() => child.kill("SIGKILL"), deadlineMs);
  const exit = await exited;
  clearTimeout(timer);
  return exit;
}

function kill(child: ChildProcess, exited: Promise<ChildExit>): Promise<ChildExit> {
  child.kill("SIGKILL");
  return exited;
}
