import { type TokenCredential } from "@azure/identity";

/** Where tables and queues are, and as whom they are used. */
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
