/** The queue trigger: connects a function with its queue, its poison queue and the wakeups of this host. */
import { type QueueFunction } from "../functions/hostedFunction";
import { type HostLog } from "../settings/hostLog";
import { type QueueOptions } from "../settings/queueOptions";
import { isQueueName } from "../settings/settings";
import { type InvocationRequest } from "../worker/coreTypes";
import { processMessage } from "./messageRun";
import { type QueueConnector } from "./queueClients";
import { type QueueListener, listenQueue } from "./queueListener";

const POISON_SUFFIX = "-poison";

export interface StartQueueDeps {
  readonly connect: QueueConnector;
  readonly options: QueueOptions;
  readonly lockSeconds: number;
  readonly wakeups: Wakeups;
  readonly run: (request: InvocationRequest) => Promise<void>;
  readonly log: HostLog;
}

/** Wakes the listener of a queue on this host when the host itself has sent a message there, so that it is found at once. */
export interface Wakeups {
  /** `queue` is the queue's URL. */
  subscribe(queue: string, wake: () => void): void;
  wake(queue: string): void;
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

export function createWakeups(): Wakeups {
  const listeners = new Map<string, (() => void)[]>();
  return {
    subscribe: (queue, wake) => void listeners.set(queue, [...(listeners.get(queue) ?? []), wake]),
    wake: (queue) => {
      for (const wake of listeners.get(queue) ?? []) wake();
    },
  };
}
