import type { TableClient, TableEntity, TableEntityResult, TransactionAction } from "@azure/data-tables" with {
  "resolution-mode": "import",
};
import type { QueueClient, QueueServiceClient } from "@azure/storage-queue" with { "resolution-mode": "import" };

// The types of the SDK builds that `await import` loads. TypeScript keeps them apart from those that `require` would load.

export type { QueueClient, QueueServiceClient, TableClient, TableEntity, TableEntityResult, TransactionAction };

/** The request pipeline of a client. */
export type Pipeline = TableClient["pipeline"];
