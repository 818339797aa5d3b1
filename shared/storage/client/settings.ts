import { type TokenCredential } from "@azure/identity";
import { CodedError } from "../../model/errors";

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

/** The error for settings that the SDK refuses. Its message does not quote them: a connection string holds the account's key. */
export function invalidSettings(settings: { readonly kind: string }): CodedError {
  const meant = settings.kind === "identity" ? "its service URI" : "the connection string";
  return new CodedError("invalid-settings", `storage cannot be opened: ${meant} is not valid`, {
    target: settings.kind,
  });
}
