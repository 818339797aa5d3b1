import { type Watch } from "../../model/watch";
import { escapeKey } from "../keys/escapeKey";
import { type Table } from "../table/table";
import { WATCH_PARTITION } from "./watchRow";

type Next = Pick<Watch, "nextPollAt" | "failures" | "invisible">;

/** Sets when to look next, whatever the watch's version; does nothing when there is none. */
export const rescheduleWatch =
  (watches: Table) =>
  async (instanceId: string, { nextPollAt, failures, invisible = 0 }: Next): Promise<void> => {
    await watches.write(WATCH_PARTITION, [
      { kind: "merge", row: escapeKey(instanceId), values: { nextPollAt, failures, invisible } },
    ]);
  };
