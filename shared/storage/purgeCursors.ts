import { type PurgePorts } from "../delivery/purge/ports";
import { type Tables } from "./createTables";
import { indexPrefixOf } from "./subscriptions/subscriptionRows";
import { escapeKey, prefixRange } from "./table/keys";

/** The purge's cursors are in the table Watches, beside what is due when: one row for each stage. */
const PARTITION = "purge";

type PurgeCursorStore = Pick<PurgePorts, "loadPurgeCursor" | "savePurgeCursor" | "nextPurgePartition">;

/** The cursors of the purge, and the walk over the partitions of the tables that it purges. */
export function purgeCursorStore(
  tables: Pick<Tables, "watches" | "instanceState" | "deadLetters" | "subscriptions">,
): PurgeCursorStore {
  const { watches, instanceState, deadLetters, subscriptions } = tables;
  const stages = { events: instanceState, "dead-letters": deadLetters, subscriptions };
  return {
    /** Empty when the stage has no cursor. */
    loadPurgeCursor: async (stage) => {
      const cursor = (await watches.get(PARTITION, escapeKey(stage)))?.values["place"];
      return typeof cursor === "string" ? cursor : "";
    },

    savePurgeCursor: async (stage, cursor) => {
      await watches.write(PARTITION, [{ kind: "upsert", row: escapeKey(stage), values: { place: cursor } }]);
    },

    /** The next partition of the stage's table. Of the subscriptions' partitions, those of indexes are skipped. */
    nextPurgePartition: async (stage, after) => {
      const table = stages[stage];
      let partition = await table.nextPartition(after);
      for (let prefix = indexPrefix(partition); prefix !== undefined; prefix = indexPrefix(partition))
        partition = await table.nextPartition(prefixRange(prefix).before);
      return partition;
    },
  };
}

function indexPrefix(partition: string | undefined): string | undefined {
  return partition === undefined ? undefined : indexPrefixOf(partition);
}
