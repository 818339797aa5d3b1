import { type TableClient } from "./sdk";
import { invalidSettings } from "./invalidSettings";
import { type StorageSettings } from "./settings";
import { confirmWrites } from "./table/confirmWrites";
import { lazyTable } from "./table/lazyTable";
import { type Table } from "./table/table";

const TRY_TIMEOUT_MS = 10_000;
const RETRIES = { maxRetries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 3_000 };

export interface Tables {
  readonly subscriptions: Table;
  readonly watches: Table;
  readonly instanceState: Table;
  readonly deliveries: Table;
  readonly deadLetters: Table;
  readonly rateLimits: Table;
}

/** The tables, each created when it is first used. Loads the SDK and connects at the first use, too. */
export function createTables(settings: StorageSettings): Tables {
  const open = (name: string): Table => confirmWrites(lazyTable(name, () => openClient(name, settings)));
  return {
    subscriptions: open("Subscriptions"),
    watches: open("Watches"),
    instanceState: open("InstanceState"),
    deliveries: open("Deliveries"),
    deadLetters: open("DeadLetters"),
    rateLimits: open("RateLimits"),
  };
}

async function openClient(name: string, settings: StorageSettings): Promise<TableClient> {
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
    return client;
  } catch {
    throw invalidSettings(settings);
  }
}

/** Without this a server that accepts and never answers holds a request for ever. (`timeout` leaves its timer behind.) */
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
