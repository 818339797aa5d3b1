/**
 * Storage: everything that this app keeps, in six tables and five queues of Azure Storage. It knows keys, rows and
 * queries and no rules: those are in the domain modules, whose port types the stores fit.
 *
 * Start with a store, as `watches.ts`, the smallest: one function per table or topic that returns the table's
 * operations. The folder `table` has what all stores share: the interface `Table`, row schemas, keys, confirmed writes.
 * The folder `client` has what concerns the SDKs. This file and `createQueues.ts` open tables and queues;
 * `runtime/bindStorage.ts` joins the stores.
 */

import { type CountStorage, countOperations } from "./client/countOperations";
import { type StorageSettings, type TableClient, invalidSettings } from "./client/sdk";
import { azureTable } from "./table/azureTable";
import { confirmWrites } from "./table/confirmWrites";
import { type RawTable, type Table } from "./table/table";

export interface Tables {
  readonly subscriptions: Table;
  readonly watches: Table;
  readonly instanceState: Table;
  readonly deliveries: Table;
  readonly deadLetters: Table;
  readonly rateLimits: Table;
}

/** The tables, each created at its first use. The SDK is loaded, and connects, at the first use too. */
export function createTables(settings: StorageSettings, count?: CountStorage): Tables {
  const open = (name: string): Table => confirmWrites(lazyTable(name, () => openTableClient(name, settings, count)));
  return {
    subscriptions: open("Subscriptions"),
    watches: open("Watches"),
    instanceState: open("InstanceState"),
    deliveries: open("Deliveries"),
    deadLetters: open("DeadLetters"),
    rateLimits: open("RateLimits"),
  };
}

/** A table whose client is created at its first use, so that loading a function does not load the SDK. */
function lazyTable(name: string, openClient: () => Promise<TableClient>): RawTable {
  let opened: Promise<RawTable> | undefined;
  const open = (): Promise<RawTable> => (opened ??= openClient().then(azureTable));
  return {
    name,
    get: async (partition, row) => (await open()).get(partition, row),
    list: async (partition, range, options) => (await open()).list(partition, range, options),
    nextPartition: async (after) => (await open()).nextPartition(after),
    submit: async (partition, actions) => (await open()).submit(partition, actions),
  };
}

const RETRIES = { maxRetries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 3_000 };

/** The SDK's client of a table, which may not exist. Loads the SDK. Throws `invalid-settings`. */
export async function openTableClient(
  name: string,
  settings: StorageSettings,
  count?: CountStorage,
): Promise<TableClient> {
  const sdk = await import("@azure/data-tables");
  const options = { retryOptions: RETRIES };
  try {
    const client =
      settings.kind === "identity"
        ? new sdk.TableClient(settings.tableServiceUri, name, settings.credential, options)
        : sdk.TableClient.fromConnectionString(settings.connectionString, name, {
            ...options,
            allowInsecureConnection: /\bhttp\b/i.test(settings.connectionString),
          });
    limitTries(client);
    countOperations(client.pipeline, "table", count);
    return client;
  } catch {
    throw invalidSettings(settings);
  }
}

const TRY_TIMEOUT_MS = 10_000;

/**
 * Limits each try: a server that accepts and never answers would hold a request forever. (`timeout` leaves its timer
 * behind.)
 */
function limitTries(client: TableClient): void {
  client.pipeline.addPolicy(
    {
      name: "tryTimeout",
      sendRequest(request, next) {
        request.abortSignal = AbortSignal.timeout(TRY_TIMEOUT_MS);
        return next(request);
      },
    },
    { afterPhase: "Retry" },
  );
}
