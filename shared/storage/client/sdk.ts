/** The types of the SDKs, and the settings that their clients are opened with. Loading this file loads no SDK. */
import { type TokenCredential } from "@azure/identity";
import { CodedError } from "../../model/errors";
import type { TableClient, TableEntity, TableEntityResult, TransactionAction } from "@azure/data-tables" with {
  "resolution-mode": "import",
};
import type { QueueClient, QueueServiceClient } from "@azure/storage-queue" with { "resolution-mode": "import" };

/**
 * The types of the SDK builds that `await import` loads. TypeScript keeps them apart from those that `require` would
 * load.
 */
export type { QueueClient, QueueServiceClient, TableClient, TableEntity, TableEntityResult, TransactionAction };

/** The request pipeline of a client. */
export type Pipeline = TableClient["pipeline"];

/** The storage account of tables and queues, and the identity that uses it. */
export type StorageSettings =
  | {
      readonly kind: "connection-string";
      /** A secret. `UseDevelopmentStorage=true` and endpoints without TLS, as Azurite has them, are allowed. */
      readonly connectionString: string;
    }
  | {
      readonly kind: "identity";
      /** `https://<account>.table.core.windows.net` */
      readonly tableServiceUri: string;
      /** `https://<account>.queue.core.windows.net` */
      readonly queueServiceUri: string;
      readonly credential: TokenCredential;
    };

/**
 * The error for settings that the SDK refuses. Its message does not quote them: a connection string holds the account's
 * key.
 */
export function invalidSettings(settings: { readonly kind: string }): CodedError {
  const meant = settings.kind === "identity" ? "its service URI" : "the connection string";
  return new CodedError("invalid-settings", `storage cannot be opened: ${meant} is not valid`, {
    target: settings.kind,
  });
}
