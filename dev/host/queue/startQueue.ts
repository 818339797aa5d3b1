import { type QueueFunction } from "../hostedFunction";
import { type HostLog } from "../hostLog";
import { type QueueOptions } from "../settings/readQueueOptions";
import { type InvocationRequest } from "../worker/coreTypes";
import { type QueueConnector } from "./connectQueues";
import { listenQueue, type QueueListener } from "./listenQueue";
import { processMessage } from "./processMessage";
import { isQueueName } from "./readQueueName";
import { type Wakeups } from "./wakeups";

const POISON_SUFFIX = "-poison";

export interface StartQueueDeps {
  readonly connect: QueueConnector;
  readonly options: QueueOptions;
  readonly lockSeconds: number;
  readonly wakeups: Wakeups;
  readonly run: (request: InvocationRequest) => Promise<void>;
  readonly log: HostLog;
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
