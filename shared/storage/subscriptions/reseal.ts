import { CodedError } from "../../model/errors";
import { readFailure, unavailable } from "../client/failures";
import { type TableClient } from "../client/sdk";
import { writeFitting } from "../table/confirmWrites";
import { fromEntity } from "../table/rowEntity";
import { type Action, type StoredRow, type Table } from "../table/table";

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

export interface ResealedPage {
  /** Rows that were to be sealed with the newest key. */
  readonly changed: number;
  /** Why rows could not be opened, one for each. */
  readonly unreadable: readonly string[];
}

/** Seals a text with the newest key; the same text when that has sealed it. Throws `undecryptable`. */
type Reseal = (sealed: string) => string;

/**
 * Seals a page's callback URLs with the newest key, by the versions of the rows: one that somebody else changes or removes at the
 * same time is passed over, and the next scan finds it.
 */
export const resealPage =
  (subscriptions: Table, reseal: Reseal) =>
  async (page: readonly PlacedRow[]): Promise<ResealedPage> => {
    const merges = new Map<string, Action[]>();
    const unreadable: string[] = [];
    let changed = 0;
    for (const placed of page) {
      const merge = toMerge(placed, reseal);
      if (typeof merge === "string") unreadable.push(merge);
      else if (merge) {
        changed += 1;
        merges.set(placed.partition, [...(merges.get(placed.partition) ?? []), merge]);
      }
    }
    for (const [partition, actions] of merges) await writeFitting(subscriptions, partition, actions);
    return { changed, unreadable };
  };

/** A text says why the row cannot be opened; undefined when there is nothing to do. */
function toMerge({ stored: { row, version, values } }: PlacedRow, reseal: Reseal): Action | string | undefined {
  const { sealedUrl } = values;
  if (typeof sealedUrl !== "string") return undefined;
  try {
    const resealed = reseal(sealedUrl);
    return resealed === sealedUrl ? undefined : { kind: "merge", row, version, values: { sealedUrl: resealed } };
  } catch (error) {
    if (error instanceof CodedError && error.code === "undecryptable") return error.message;
    throw error;
  }
}
