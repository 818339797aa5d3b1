import { type PurgeStage } from "../delivery/purge/ports";
import { type Tables } from "./createTables";
import { indexPrefixOf } from "./subscriptions/subscriptionRows";
import { escapeKey, prefixRange } from "./table/keys";

/** The purge's cursors are in the table Watches, beside what is due when: one row for each stage. */
const PARTITION = "purge";

/** The cursors of the purge, and the walk over the partitions of the tables that it purges. */
export function purgeCursorStore(tables: Pick<Tables, "watches" | "instanceState" | "deadLetters" | "subscriptions">) {
  const { watches, instanceState, deadLetters, subscriptions } = tables;
  const stages = { events: instanceState, "dead-letters": deadLetters, subscriptions };
  return {
    /** Empty when the stage has no cursor. */
    loadPurgeCursor: async (stage: PurgeStage): Promise<string> => {
      const cursor = (await watches.get(PARTITION, escapeKey(stage)))?.values["place"];
      return typeof cursor === "string" ? cursor : "";
    },

    savePurgeCursor: async (stage: PurgeStage, cursor: string): Promise<void> => {
      await watches.write(PARTITION, [{ kind: "upsert", row: escapeKey(stage), values: { place: cursor } }]);
    },

    /** The next partition of the stage's table. Of the subscriptions' partitions, those of indexes are skipped. */
    nextPurgePartition: async (stage: PartitionStage, after: string): Promise<string | undefined> => {
      const table = stages[stage];
      let partition = await table.nextPartition(after);
      for (let prefix = indexPrefix(partition); prefix !== undefined; prefix = indexPrefix(partition))
        partition = await table.nextPartition(prefixRange(prefix).before);
      return partition;
    },
  };
}

/** The stages that go from partition to partition. */
type PartitionStage = Exclude<PurgeStage, "callbacks">;

function indexPrefix(partition: string | undefined): string | undefined {
  return partition === undefined ? undefined : indexPrefixOf(partition);
}
