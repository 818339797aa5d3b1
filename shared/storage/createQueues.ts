import { type CountStorage, countOperations } from "./countOperations";
import { invalidSettings } from "./invalidSettings";
import { azureQueue } from "./queue/azureQueue";
import { type Queue } from "./queue/queue";
import { type QueueServiceClient } from "./sdk";
import { type StorageSettings } from "./settings";

const RETRIES = { maxTries: 4, retryDelayInMs: 200, maxRetryDelayInMs: 3_000 };

export interface Queues {
  readonly polls: Queue;
  readonly events: Queue;
  readonly deliveries: Queue;
  readonly slowDeliveries: Queue;
  readonly redrives: Queue;
}

/** The queues, each created when it is first used. Loads the SDK and connects at the first use, too. */
export function createQueues(settings: StorageSettings, count?: CountStorage): Queues {
  let service: Promise<QueueServiceClient> | undefined;
  const open = (name: string): Queue => {
    let queue: Promise<Queue> | undefined;
    const opened = (): Promise<Queue> => {
      service ??= openService(settings, count);
      return (queue ??= openQueue(service, name, settings));
    };
    return { name, send: async (text, delaySeconds) => (await opened()).send(text, delaySeconds) };
  };
  return {
    polls: open("polls"),
    events: open("events"),
    deliveries: open("deliveries"),
    slowDeliveries: open("deliveries-slow"),
    redrives: open("redrives"),
  };
}

async function openQueue(
  service: Promise<QueueServiceClient>,
  name: string,
  settings: StorageSettings,
): Promise<Queue> {
  const client = await service;
  try {
    return azureQueue(client.getQueueClient(name));
  } catch {
    throw invalidSettings(settings);
  }
}

async function openService(settings: StorageSettings, count?: CountStorage): Promise<QueueServiceClient> {
  const { QueueServiceClient: Client } = await import("@azure/storage-queue");
  const options = { retryOptions: RETRIES };
  try {
    const client =
      settings.kind === "identity"
        ? new Client(settings.queueServiceUri, settings.credential, options)
        : Client.fromConnectionString(settings.connectionString, options);
    // The clients of all queues share its pipeline, which the SDK shows only to subclasses.
    countOperations(client["storageClientContext"].pipeline, "queue", count);
    return client;
  } catch {
    throw invalidSettings(settings);
  }
}
