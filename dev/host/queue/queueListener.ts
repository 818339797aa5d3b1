/** The polling of one queue: batches, waits between polls, outages. */
import { type DequeuedMessageItem, type QueueClient, RestError } from "@azure/storage-queue";
import { type HostLog } from "../settings/hostLog";
import { type QueueOptions } from "../settings/queueOptions";

export interface QueueListenerDeps {
  readonly queue: QueueClient;
  readonly options: QueueOptions;
  /** The time for which a received message is locked for this host. */
  readonly lockSeconds: number;
  /** Handles one message to its end; never rejects. */
  readonly process: (message: DequeuedMessageItem) => Promise<void>;
  readonly log: HostLog;
}

export interface QueueListener {
  /** Looks at the queue now, without waiting for the next poll. */
  wake(): void;
  /** Takes no more messages; resolves when those that are running have ended. */
  stop(): Promise<void>;
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
 * The wait in milliseconds before the next look at a queue that was empty `emptyReceives` times in a row: doubling, ±20 %, up to the
 * maximum. `random` is 0 to 1.
 */
export function pollDelay(emptyReceives: number, longestMs: number, random: number): number {
  if (emptyReceives <= 1) return Math.min(MIN_DELAY_MS, longestMs);
  const increment = MIN_DELAY_MS * 2 ** (emptyReceives - 2) * (0.8 + 0.4 * random);
  return Math.min(MIN_DELAY_MS + increment, longestMs);
}
