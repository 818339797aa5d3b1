/**
 * The queue trigger: connects a function with its queue, its poison queue and the wakeups of this host, and polls the
 * queue in batches. The run of one message is in `messageRun.ts`.
 */
import { type DequeuedMessageItem, type QueueClient, RestError } from "@azure/storage-queue";
import { type QueueFunction } from "../functions/hostedFunction";
import { type QueueOptions } from "../settings/hostJson";
import { type HostLog } from "../settings/hostLog";
import { isQueueName } from "../settings/settings";
import { type InvocationRequest } from "../worker/coreTypes";
import { processMessage } from "./messageRun";
import { type QueueConnector } from "./queueClients";

const POISON_SUFFIX = "-poison";

export interface StartQueueDeps {
  readonly connect: QueueConnector;
  readonly options: QueueOptions;
  readonly lockSeconds: number;
  readonly wakeups: Wakeups;
  readonly run: (request: InvocationRequest) => Promise<void>;
  readonly log: HostLog;
}

/**
 * Wakes the listener of a queue on this host when the host itself has sent a message there, so that it is found at
 * once.
 */
export interface Wakeups {
  /** `queue` is the queue's URL. */
  subscribe(queue: string, wake: () => void): void;
  wake(queue: string): void;
}

export interface QueueListener {
  /** Looks at the queue now, without waiting for the next poll. */
  wake(): void;
  /** Takes no more messages; resolves when those that are running have ended. */
  stop(): Promise<void>;
}

/** Runs a queue function for the messages of its queue. */
export function startQueue(fn: QueueFunction, deps: StartQueueDeps): QueueListener {
  const queue = deps.connect(fn.connection, fn.queueName);
  const poisonName = fn.queueName + POISON_SUFFIX;
  const hasPoison = !fn.queueName.endsWith(POISON_SUFFIX) && isQueueName(poisonName);
  const poisonQueue = hasPoison ? deps.connect(fn.connection, poisonName) : undefined;
  const onPoisoned = (): void => deps.wakeups.wake(poisonQueue?.url ?? "");
  const processDeps = { ...deps, queue, poisonQueue, onPoisoned };
  const listener = listenQueue({ ...deps, queue, process: (message) => processMessage(fn, message, processDeps) });
  deps.wakeups.subscribe(queue.url, () => listener.wake());
  return listener;
}

export interface QueueListenerDeps {
  readonly queue: QueueClient;
  readonly options: QueueOptions;
  /** The time for which a received message is locked for this host. */
  readonly lockSeconds: number;
  /** Handles one message to its end; never rejects. */
  readonly process: (message: DequeuedMessageItem) => Promise<void>;
  readonly log: HostLog;
}

interface ListenerState {
  readonly running: Set<Promise<void>>;
  readonly stopping: AbortController;
  emptyReceives: number;
  /** True while the queue cannot be read, so that an outage is reported once. */
  isFailing: boolean;
  /** Ends the wait between two polls; undefined when there is none. */
  endWait: (() => void) | undefined;
}

/** Takes batches from a queue for as long as no more than the threshold are running. Never creates the queue. */
export function listenQueue(deps: QueueListenerDeps): QueueListener {
  const state: ListenerState = {
    running: new Set(),
    stopping: new AbortController(),
    emptyReceives: 0,
    isFailing: false,
    endWait: undefined,
  };
  const ended = takeUntilStopped(state, deps);
  return {
    wake: () => {
      state.emptyReceives = 0;
      state.endWait?.();
    },
    stop: () => {
      state.stopping.abort();
      state.endWait?.();
      return ended;
    },
  };
}

async function takeUntilStopped(state: ListenerState, deps: QueueListenerDeps): Promise<void> {
  const { running, stopping } = state;
  while (!stopping.signal.aborted) {
    const messages = await receive(state, deps);
    for (const message of messages) {
      const work = deps.process(message).finally(() => running.delete(work));
      running.add(work);
    }
    if (messages.length === 0) await waitForPoll(state, deps.options.maxPollingIntervalMs);
    else state.emptyReceives = 0;
    while (running.size > deps.options.newBatchThreshold) await Promise.race(running);
  }
  await Promise.all(running);
}

/** Nothing while the queue does not exist or the service has an error: both are waited out. */
async function receive(state: ListenerState, deps: QueueListenerDeps): Promise<DequeuedMessageItem[]> {
  const { queue, options, lockSeconds, log } = deps;
  try {
    const request = { numberOfMessages: options.batchSize, visibilityTimeout: lockSeconds };
    const { receivedMessageItems } = await queue.receiveMessages(request);
    if (state.isFailing) log("information", `Queue ${queue.name} can be read again.`);
    state.isFailing = false;
    return receivedMessageItems;
  } catch (error) {
    const isMissing = error instanceof RestError && error.statusCode === 404;
    if (!isMissing && !state.isFailing) log("warning", `Queue ${queue.name} cannot be read: ${String(error)}`);
    state.isFailing = !isMissing;
    return [];
  }
}

async function waitForPoll(state: ListenerState, longestMs: number): Promise<void> {
  if (state.stopping.signal.aborted) return;
  state.emptyReceives += 1;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, pollDelay(state.emptyReceives, longestMs, Math.random()));
    state.endWait = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  state.endWait = undefined;
}

const MIN_DELAY_MS = 100;

/**
 * The wait in milliseconds before the next look at a queue that was empty `emptyReceives` times in a row: doubling, ±20
 * %, up to the maximum. `random` is 0 to 1.
 */
export function pollDelay(emptyReceives: number, longestMs: number, random: number): number {
  if (emptyReceives <= 1) return Math.min(MIN_DELAY_MS, longestMs);
  const increment = MIN_DELAY_MS * 2 ** (emptyReceives - 2) * (0.8 + 0.4 * random);
  return Math.min(MIN_DELAY_MS + increment, longestMs);
}

export function createWakeups(): Wakeups {
  const listeners = new Map<string, (() => void)[]>();
  return {
    subscribe: (queue, wake) => void listeners.set(queue, [...(listeners.get(queue) ?? []), wake]),
    wake: (queue) => {
      for (const wake of listeners.get(queue) ?? []) wake();
    },
  };
}
