import { spawn } from "node:child_process";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface Program {
  readonly pid: number;
  output(): string;
  /** Resolves with the match once the output has it; throws the output when it does not come in two minutes or the program ends. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  signal(signal: NodeJS.Signals): void;
  readonly ended: Promise<{ readonly code: number | null; readonly seconds: number }>;
}

/** A TypeScript program in a process of its own. */
export function runProgram(script: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Program {
  const startedAt = performance.now();
  const loader = ["--import", require.resolve("tsx")];
  const child = spawn(process.execPath, [...loader, script, ...args], { cwd, env: { ...process.env, ...env } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (output += data.toString()));
  let isOver = false;
  const ended = new Promise<{ code: number | null; seconds: number }>((resolve) => {
    child.once("close", (code) => {
      isOver = true;
      resolve({ code, seconds: (performance.now() - startedAt) / 1_000 });
    });
  });
  return {
    pid: child.pid ?? 0,
    output: () => output,
    ended,
    signal: (signal) => void child.kill(signal),
    async says(pattern) {
      return until(
        () => pattern.exec(output) ?? (isOver ? new Error(`ended: ${output}`) : undefined),
        () => output,
      );
    },
  };
}

/** Resolves once nobody listens on the port any more; throws after two minutes. */
export async function untilClosed(port: number): Promise<void> {
  await until(
    async () => ((await isOpen(port)) ? undefined : true),
    () => `port ${port} is still open`,
  );
}

/** Resolves once somebody listens on the port; throws after two minutes. */
export async function untilOpen(port: number): Promise<void> {
  await until(
    async () => (await isOpen(port)) || undefined,
    () => `port ${port} is not open`,
  );
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => (socket.destroy(), resolve(true)));
    socket.once("error", () => resolve(false));
  });
}

async function until<T>(
  look: () => Promise<T | Error | undefined> | T | Error | undefined,
  describe: () => string,
): Promise<T> {
  const giveUpAt = performance.now() + 120_000;
  while (performance.now() < giveUpAt) {
    const found = await look();
    if (found instanceof Error) throw found;
    if (found !== undefined) return found;
    await sleep(20);
  }
  throw new Error(`did not come in time: ${describe()}`);
}
