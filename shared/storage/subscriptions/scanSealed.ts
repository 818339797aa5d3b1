import { readFailure } from "../readFailure";
import { type TableClient } from "../sdk";
import { fromEntity } from "../table/rowEntity";
import { type StoredRow } from "../table/table";
import { unavailable } from "../unavailable";

const PAGE_ROWS = 500;

/** A row of any partition. */
export interface PlacedRow {
  readonly partition: string;
  readonly stored: StoredRow;
}

/**
 * Pages of subscriptions whose callback URL another key than `keyId` has sealed, over all instances: a scan of the table, for
 * operators alone. Nothing where the table does not exist; throws `storage-unavailable`.
 */
export async function* scanSealed(client: TableClient, keyId: string): AsyncGenerator<readonly PlacedRow[]> {
  // A sealed text begins with the key's name and a dot, and the slash comes right after the dot.
  const filter = `sealedUrl lt '${keyId}.' or sealedUrl ge '${keyId}/'`;
  try {
    for await (const page of client.listEntities({ queryOptions: { filter } }).byPage({ maxPageSize: PAGE_ROWS })) {
      yield page.map((entity) => ({ partition: entity.partitionKey ?? "", stored: fromEntity(entity) }));
    }
  } catch (thrown) {
    if (readFailure(thrown).code !== "TableNotFound") throw unavailable(client.tableName, thrown);
  }
}
