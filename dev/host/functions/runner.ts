/** The runner of functions: time limit, retries, outputs and log lines of each invocation. */
import { randomBytes, randomUUID } from "node:crypto";
import { type HostLog } from "../settings/hostLog";
import {
  type InvocationRequest,
  type InvocationResponse,
  type RetryContext,
  type RetryOptions,
} from "../worker/coreTypes";
import { type Worker } from "../worker/worker";
import { type HostedFunction } from "./hostedFunction";

/** Runs a function, again as its retry options say, and rejects with its last error, which is logged by then. */
export type RunFunction = (fn: HostedFunction, request: InvocationRequest) => Promise<InvocationResponse>;

export interface Runner {
  readonly run: RunFunction;
  /** The number of invocations that have not ended. */
  running(): number;
  /** Resolves when none is running. */
  idle(): Promise<void>;
  /** Ends the waits between retries; running invocations go on. */
  stopRetrying(): void;
}

export interface RunnerDeps {
  readonly invoke: Worker["invoke"];
  /** The time that an invocation may take; undefined means no limit. */
  readonly timeoutMs: number | undefined;
  readonly sendOutputs: (fn: HostedFunction, response: InvocationResponse) => Promise<void>;
  readonly log: HostLog;
}

export function createRunner(deps: RunnerDeps): Runner {
  const running = new Set<Promise<unknown>>();
  const stopping = new AbortController();

  const runOnce: RunFunction = (fn, request) => {
    const work = invokeOnce(fn, request, deps).finally(() => running.delete(work));
    running.add(work);
    return work;
  };

  const idle = async (): Promise<void> => {
    while (running.size > 0) await Promise.allSettled(running);
  };

  const run: RunFunction = async (fn, request) => {
    const options = fn.registered.metadata.retryOptions;
    for (let retryCount = 0, retryContext: RetryContext | undefined; ; retryCount += 1) {
      try {
        return await runOnce(fn, retryContext ? { ...request, retryContext } : request);
      } catch (error) {
        const delayMs = options && retryDelay(options, retryCount + 1, Math.random());
        if (delayMs === undefined || !(await wait(delayMs, stopping.signal))) throw error;
        const maxRetryCount = options?.maxRetryCount ?? 0;
        retryContext = { retryCount: retryCount + 1, maxRetryCount, exception: toException(error) };
      }
    }
  };

  return { run, running: () => running.size, idle, stopRetrying: () => stopping.abort() };
}

async function invokeOnce(
  fn: HostedFunction,
  request: InvocationRequest,
  { invoke, timeoutMs, sendOutputs, log }: RunnerDeps,
): Promise<InvocationResponse> {
  const invocationId = randomUUID();
  const subject = { functionName: fn.name, invocationId };
  const started = performance.now();
  log("debug", `Executing ${fn.name}.`, subject);
  try {
    const traceContext = { traceParent: `00-${randomBytes(16).toString("hex")}-${randomBytes(8).toString("hex")}-01` };
    const invoked = invoke(fn.registered, invocationId, { ...request, traceContext });
    const response = await withTimeout(invoked, timeoutMs);
    await sendOutputs(fn, response);
    log("debug", `Executed ${fn.name}: succeeded after ${elapsedMs(started)} ms.`, subject);
    return response;
  } catch (error) {
    const { message, stackTrace } = toException(error);
    log("error", `Executed ${fn.name}: failed after ${elapsedMs(started)} ms: ${stackTrace ?? message}`, subject);
    throw error;
  }
}

async function withTimeout<T>(work: Promise<T>, timeoutMs: number | undefined): Promise<T> {
  if (timeoutMs === undefined) return work;
  let timer: NodeJS.Timeout | undefined;
  const timedOut = new Promise<never>((_resolve, reject) => {
    const text =
      `functionTimeout of ${timeoutMs} ms is over. Azure would restart the worker and end its other invocations; ` +
      "here only this invocation fails, and its code runs on.";
    timer = setTimeout(() => reject(new Error(text)), timeoutMs);
  });
  try {
    return await Promise.race([work, timedOut]);
  } finally {
    clearTimeout(timer);
  }
}

function elapsedMs(started: number): number {
  return Math.round(performance.now() - started);
}

function toException(error: unknown): { message: string; stackTrace?: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  return error.stack === undefined ? { message: error.message } : { message: error.message, stackTrace: error.stack };
}

/** The wait in milliseconds before retry number `retry` (from 1); undefined when none is left. `random` is 0 to 1. */
export function retryDelay(options: RetryOptions, retry: number, random: number): number | undefined {
  const { retryStrategy, maxRetryCount, delayInterval, minimumInterval, maximumInterval } = options;
  if (maxRetryCount !== -1 && retry > maxRetryCount) return undefined;
  if (retryStrategy === "fixedDelay") return (delayInterval?.seconds ?? 0) * 1_000;
  const min = minimumInterval?.seconds ?? 0;
  const max = maximumInterval?.seconds ?? Number.POSITIVE_INFINITY;
  return Math.min(min + min * 2 ** (retry - 1) * (0.8 + 0.4 * random), max) * 1_000;
}

/** Resolves with false when stopping came first. */
function wait(delayMs: number, stopping: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      stopping.removeEventListener("abort", end);
      resolve(!stopping.aborted);
    };
    const timer = setTimeout(end, stopping.aborted ? 0 : delayMs);
    stopping.addEventListener("abort", end);
  });
}
