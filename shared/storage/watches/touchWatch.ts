import { randomUUID } from "node:crypto";
import { type Instant } from "../../model/instant";
import { escapeKey } from "../keys/escapeKey";
import { type Table } from "../table/table";
import { unavailable } from "../unavailable";
import { WATCH_PARTITION } from "./watchRow";

const MOST_TRIES = 5;

/**
 * Makes the watch; where there is one, only its version changes, so that nobody who has read it before can remove it.
 * The touch's id keeps an equal watch from being taken for one that was made just now.
 */
export const touchWatch =
  (watches: Table) =>
  async (instanceId: string, nextPollAt: Instant): Promise<void> => {
    const row = escapeKey(instanceId);
    const touchId = randomUUID();
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const made = await watches.write(WATCH_PARTITION, [
        { kind: "insert", row, values: { instanceId, nextPollAt, failures: 0, touchId } },
      ]);
      if (made.written) return;
      const touched = await watches.write(WATCH_PARTITION, [{ kind: "merge", row, values: { touchId } }]);
      if (touched.written) return;
    }
    throw unavailable(watches.name, new Error("the watch is made and removed again and again"));
  };
