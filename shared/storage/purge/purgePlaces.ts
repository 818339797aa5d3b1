import { type DeadLettersPurged, type PurgeStage } from "../../delivery/purge/ports";
import { type Instant } from "../../model/instant";
import { deadLetterRange } from "../deadLetters/deadLetters";
import { REDRIVE_PARTITION } from "../deadLetters/redrives";
import { MAX_ACTIONS, writeFitting } from "../table/confirmWrites";
import { EVERY_ROW, escapeKey, prefixRange } from "../table/keys";
import { type StoredRow, type Table } from "../table/table";
import { indexPrefixOf } from "./purgeSubscriptions";

/**
 * A letter's age is in its key, so that one which cannot be read goes too; a redrive counts from its end, and stays until then.
 * `place`: the key of a partition.
 */
export const removeOldDeadLetters =
  (deadLetters: Table) =>
  async (place: string, until: Instant): Promise<DeadLettersPurged> => {
    const isOfRedrives = place === REDRIVE_PARTITION;
    const rows = await (isOfRedrives ? listEnded(deadLetters, until) : listDied(deadLetters, place, until));
    await writeFitting(
      deadLetters,
      place,
      rows.map(({ row }) => ({ kind: "remove" as const, row })),
    );
    return isOfRedrives ? { deadLetters: 0, redrives: rows.length } : { deadLetters: rows.length, redrives: 0 };
  };

function listEnded(deadLetters: Table, until: Instant): Promise<readonly StoredRow[]> {
  const where = { property: "endedAt", atMost: until };
  return deadLetters.list(REDRIVE_PARTITION, EVERY_ROW, { where, top: MAX_ACTIONS, select: ["endedAt"] });
}

function listDied(deadLetters: Table, place: string, until: Instant): Promise<readonly StoredRow[]> {
  return deadLetters.list(place, deadLetterRange({ until }), { top: MAX_ACTIONS, select: ["diedAt"] });
}

/** The stages that go from partition to partition. */
type PartitionStage = Exclude<PurgeStage, "callbacks">;

/** The next partition of the stage's table; of the subscriptions, the next that is an instance's. */
export const nextPurgePlace =
  (tables: Readonly<Record<PartitionStage, Table>>) =>
  async (stage: PartitionStage, after: string): Promise<string | undefined> => {
    const table = tables[stage];
    let place = await table.nextPartition(after);
    for (let prefix = prefixOf(place); prefix !== undefined; prefix = prefixOf(place))
      place = await table.nextPartition(prefixRange(prefix).before);
    return place;
  };

function prefixOf(place: string | undefined): string | undefined {
  return place === undefined ? undefined : indexPrefixOf(place);
}

/** Beside the watches', in the table of what is due when: one row for each stage. */
const PURGE_PARTITION = "purge";

/** Empty where there is none. */
export const loadPurgePlace =
  (watches: Table) =>
  async (stage: PurgeStage): Promise<string> => {
    const place = (await watches.get(PURGE_PARTITION, escapeKey(stage)))?.values["place"];
    return typeof place === "string" ? place : "";
  };

export const savePurgePlace =
  (watches: Table) =>
  async (stage: PurgeStage, place: string): Promise<void> => {
    await watches.write(PURGE_PARTITION, [{ kind: "upsert", row: escapeKey(stage), values: { place } }]);
  };
