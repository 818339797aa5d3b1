/**
 * The cursors of the purge: how far each of its stages has come, in a row of the table Watches, and the walk over the
 * partitions of the tables that it purges. What is removed, and when, is decided in `delivery/purge`.
 */
import { type PurgePorts } from "../delivery/purge/ports";
import { type Tables } from "./createTables";
import { indexPrefixOf } from "./subscriptions/subscriptionRows";
import { escapeKey, prefixRange } from "./table/keys";

/** The partition of the cursors, with one row for each stage. */
const PARTITION = "purge";

type PurgeCursorStore = Pick<PurgePorts, "loadPurgeCursor" | "savePurgeCursor" | "nextPurgePartition">;

/** The store of the cursors and of the walk. */
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
