/**
 * The queues of the app, through the SDK of Queue storage. They only send: the Functions host receives, and calls the
 * functions with each message. What the messages hold is in queueTasks.ts.
 */
import { type CountStorage, countOperations } from "./client/countOperations";
import { createOnFirstUse } from "./client/failures";
import { type QueueClient, type QueueServiceClient, type StorageSettings, invalidSettings } from "./client/sdk";

/** A queue. `send` throws `storage-unavailable` when the service cannot be reached. */
export interface Queue {
  readonly name: string;
  /**
   * Sends a message that is visible after `delaySeconds`, at most seven days, and never expires. It may be sent twice.
   */
  send(text: string, delaySeconds: number): Promise<void>;
  /** Up to 32 messages that are visible, about the oldest first, without taking them. Throws as `send` does. */
  peek(): Promise<readonly PeekedMessage[]>;
}

interface PeekedMessage {
  readonly text: string;
  /** How often the message was taken. */
  readonly dequeues: number;
}

export interface Queues {
  readonly polls: Queue;
  readonly events: Queue;
  readonly deliveries: Queue;
  readonly slowDeliveries: Queue;
  readonly redrives: Queue;
}

/** The queues, each created at its first use. The SDK is loaded, and connects, at the first use too. */
export function createQueues(settings: StorageSettings, count?: CountStorage): Queues {
  let service: Promise<QueueServiceClient> | undefined;
  const open = (name: string): Queue => {
    let queue: Promise<Queue> | undefined;
    const opened = (): Promise<Queue> => {
      service ??= openService(settings, count);
      return (queue ??= openQueue(service, name, settings));
    };
    return {
      name,
      send: async (text, delaySeconds) => (await opened()).send(text, delaySeconds),
      peek: async () => (await opened()).peek(),
    };
  };
  return {
    polls: open("polls"),
    events: open("events"),
    deliveries: open("deliveries"),
    slowDeliveries: open("deliveries-slow"),
    redrives: open("redrives"),
  };
}

const RETRIES = { maxTries: 4, retryDelayInMs: 200, maxRetryDelayInMs: 3_000 };

async function openService(settings: StorageSettings, count?: CountStorage): Promise<QueueServiceClient> {
  const { QueueServiceClient: Client } = await import("@azure/storage-queue");
  const options = { retryOptions: RETRIES };
  try {
    const client =
      settings.kind === "identity"
        ? new Client(settings.queueServiceUri, settings.credential, options)
        : Client.fromConnectionString(settings.connectionString, options);
    // The clients of all queues share this pipeline, which the SDK gives to subclasses only.
    countOperations(client["storageClientContext"].pipeline, "queue", count);
    return client;
  } catch {
    throw invalidSettings(settings);
  }
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

const NEVER_EXPIRES = -1;

/** The most that the service gives at once. */
const PEEKED_MESSAGES = 32;

const SEND_TIMEOUT_MS = 30_000;

/** A queue of Azure Queue storage or of Azurite, created at its first use. */
function azureQueue(client: QueueClient): Queue {
  const use = createOnFirstUse(client.name, "QueueNotFound", () => client.createIfNotExists());
  return {
    name: client.name,
    async send(text, delaySeconds) {
      const visibilityTimeout = Math.max(0, Math.ceil(delaySeconds));
      await use(() =>
        client.sendMessage(text, {
          messageTimeToLive: NEVER_EXPIRES,
          visibilityTimeout,
          abortSignal: AbortSignal.timeout(SEND_TIMEOUT_MS),
        }),
      );
    },
    async peek() {
      const abortSignal = AbortSignal.timeout(SEND_TIMEOUT_MS);
      const { peekedMessageItems: items } = await use(() =>
        client.peekMessages({ numberOfMessages: PEEKED_MESSAGES, abortSignal }),
      );
      return items.map(({ messageText: text, dequeueCount: dequeues }) => ({ text, dequeues }));
    },
  };
}
