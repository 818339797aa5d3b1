/**
 * The second half of a key rotation: callback URLs that an older key has sealed are sealed with the newest one. Only
 * the operators' program `operate/rotateKeys` calls this. The app itself never scans the table, and reads with any
 * known key.
 */
import { CodedError } from "../../model/errors";
import { readFailure, unavailable } from "../client/failures";
import { type TableClient } from "../client/sdk";
import { fromEntity } from "../table/rowEntity";
import { type Action, type StoredRow, type Table } from "../table/table";
import { writeFitting } from "../table/writes";

/** The rows of a scan's page: few enough to be sealed again before many of them change. */
const SCAN_PAGE_ROWS = 500;

/** A row with its partition. */
export interface PlacedRow {
  readonly partition: string;
  readonly stored: StoredRow;
}

/**
 * Pages of the subscriptions, of all instances, whose callback URL was sealed by another key than `keyId`. It scans the
 * table, which only operators may do. No pages when the table does not exist. Throws `storage-unavailable`.
 */
export async function* scanSealed(client: TableClient, keyId: string): AsyncGenerator<readonly PlacedRow[]> {
  // A sealed text begins with the key's name and a dot, and the slash comes right after the dot.
  const filter = `sealedUrl lt '${keyId}.' or sealedUrl ge '${keyId}/'`;
  try {
    for await (const page of client
      .listEntities({ queryOptions: { filter } })
      .byPage({ maxPageSize: SCAN_PAGE_ROWS })) {
      yield page.map((entity) => ({ partition: entity.partitionKey ?? "", stored: fromEntity(entity) }));
    }
  } catch (thrown) {
    if (readFailure(thrown).code !== "TableNotFound") throw unavailable(client.tableName, thrown);
  }
}

export interface ResealedPage {
  /** The number of rows that were to be sealed with the newest key. */
  readonly changed: number;
  /** The messages of the rows that could not be decrypted, one for each. */
  readonly unreadable: readonly string[];
}

/**
 * Seals a sealed text again, with the newest key; returns the same text when that key has sealed it. Throws
 * `undecryptable`.
 */
type Reseal = (sealed: string) => string;

/**
 * Seals a page's callback URLs with the newest key, by the versions of the rows. A row that another host changes or
 * removes at the same time is skipped, and the next scan finds it.
 */
export async function resealPage(
  subscriptions: Table,
  page: readonly PlacedRow[],
  reseal: Reseal,
): Promise<ResealedPage> {
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
}

/** The write of a row; a text when it cannot be decrypted, which says why; undefined when there is nothing to do. */
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
