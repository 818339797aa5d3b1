/** The clients of storage queues, made from the app's connection settings. */
import { type TokenCredential } from "@azure/identity";
import { type QueueClient, QueueServiceClient, RestError, type StoragePipelineOptions } from "@azure/storage-queue";
import { type Settings, findSetting } from "../settings/settings";

/** Gives the queues of a connection, which is the name of a setting. */
export type QueueConnector = (connection: string, queueName: string) => QueueClient;

/** The connector throws, naming the settings it looked for, when a connection is not configured. */
export function connectQueues(settings: Settings): QueueConnector {
  const services = new Map<string, QueueServiceClient>();
  return (connection, queueName) => {
    const service = services.get(connection) ?? connectService(connection, settings);
    services.set(connection, service);
    return service.getQueueClient(queueName);
  };
}

const PIPELINE: StoragePipelineOptions = {
  retryOptions: { maxTries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 1_000 },
};

/** A connection string, or `<name>__queueServiceUri` (or `__accountName`) for an identity. */
function connectService(connection: string, settings: Settings): QueueServiceClient {
  const names = [`AzureWebJobs${connection}`, connection, `ConnectionStrings:${connection}`];
  for (const name of names) {
    const text = findSetting(settings, name);
    if (text !== undefined) return fromConnectionString(name, text);
    const uri = findServiceUri(name, settings);
    if (uri !== undefined) return new QueueServiceClient(uri, findCredential(name, settings), PIPELINE);
  }
  throw new Error(
    `connection "${connection}" is not configured: set ${connection} to a connection string, or ${connection}__queueServiceUri.`,
  );
}

function fromConnectionString(name: string, text: string): QueueServiceClient {
  try {
    return QueueServiceClient.fromConnectionString(text, PIPELINE);
  } catch (error) {
    throw new Error(`the setting ${name} is not a storage connection string.`, { cause: error });
  }
}

function findServiceUri(name: string, settings: Settings): string | undefined {
  const account = findSetting(settings, `${name}__accountName`);
  return findSetting(settings, `${name}__queueServiceUri`) ?? (account && `https://${account}.queue.core.windows.net`);
}

/** The library is loaded when a token is needed: most hosts never need one, and it would slow down every start. */
function findCredential(name: string, settings: Settings): TokenCredential {
  const managedIdentityClientId = findSetting(settings, `${name}__clientId`);
  let credential: Promise<TokenCredential> | undefined;
  const load = async (): Promise<TokenCredential> => {
    const { DefaultAzureCredential } = await import("@azure/identity");
    return new DefaultAzureCredential(managedIdentityClientId === undefined ? {} : { managedIdentityClientId });
  };
  return {
    getToken: async (...request) => {
      credential ??= load();
      return (await credential).getToken(...request);
    },
  };
}

/** Sends to a queue, which is created when it is missing. */
export async function sendCreating(queue: QueueClient, messageText: string): Promise<void> {
  try {
    await queue.sendMessage(messageText);
  } catch (error) {
    if (!(error instanceof RestError && error.statusCode === 404)) throw error;
    await queue.createIfNotExists();
    await queue.sendMessage(messageText);
  }
}
