import { chanceFrom } from "../faults/schedules/chance";
import { type FuzzTarget } from "./target";

/** Processor time of a case: far more than the slowest takes, far less than an input that makes a program slow would. */
const MOST_CPU_MS = 2_000;

export interface FuzzRun {
  readonly targets: readonly FuzzTarget[];
  readonly cases: number;
  /** The seed of the first case; the others count on from it. */
  readonly seed: number;
  /** Called before each case, so that somebody else knows which one never ends. */
  readonly onCase?: (seed: number) => void;
}

export interface FuzzFailure {
  readonly seed: number;
  readonly target: string;
  readonly input: unknown;
  readonly problem: string;
}

/** Tries the targets in turn, a case for each seed, up to the first that fails. A case follows from its seed alone. */
export async function runFuzz({ targets, cases, seed, onCase }: FuzzRun): Promise<FuzzFailure | undefined> {
  for (let next = seed; next < seed + cases; next += 1) {
    onCase?.(next);
    const target = targets[next % targets.length];
    const failure = target && (await tryCase(target, next));
    if (failure) return failure;
  }
  return undefined;
}

async function tryCase(target: FuzzTarget, seed: number): Promise<FuzzFailure | undefined> {
  const { input, run } = target.makeCase(chanceFrom(seed, target.name));
  const startedAt = process.cpuUsage();
  const fail = (problem: string): FuzzFailure => ({ seed, target: target.name, input, problem });
  const stray = listenForRejections();
  try {
    await run();
    // A promise that nobody waited for is reported when the microtasks are done.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  } catch (error) {
    return fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    stray.stop();
  }
  const [rejection] = stray.seen;
  if (rejection !== undefined) return fail(`unhandled rejection: ${rejection}`);
  // Not the time that passed: others may have the machine for seconds.
  const cpuMs = process.cpuUsage(startedAt).user / 1_000;
  return cpuMs > MOST_CPU_MS ? fail(`took ${Math.round(cpuMs)} ms`) : undefined;
}

function listenForRejections(): { readonly seen: readonly string[]; readonly stop: () => void } {
  const seen: string[] = [];
  const listen = (reason: unknown): void => void seen.push(String(reason));
  process.on("unhandledRejection", listen);
  return { seen, stop: () => void process.off("unhandledRejection", listen) };
}
