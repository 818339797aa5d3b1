import { type CountStorage, countOperations } from "./countOperations";
import { invalidSettings } from "./invalidSettings";
import { type TableClient } from "./sdk";
import { type StorageSettings } from "./settings";

const TRY_TIMEOUT_MS = 10_000;
const RETRIES = { maxRetries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 3_000 };

/** The SDK's client of a table, which need not exist. Loads the SDK. Throws `invalid-settings`. */
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
