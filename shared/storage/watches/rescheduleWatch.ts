import { toInstant } from "../../model/instant";
import { type Watch } from "../../model/subject";
import { escapeKey } from "../keys/escapeKey";
import { type Table } from "../table/table";
import { WATCH_PARTITION } from "./watchRow";

type Next = Pick<Watch, "nextPollAt" | "failures" | "invisible">;

/** Sets when to look next, whatever the watch's version, and that a poll has ended now; does nothing when there is none. */
export const rescheduleWatch =
  (watches: Table, now: () => Date) =>
  async (instanceId: string, { nextPollAt, failures, invisible = 0 }: Next): Promise<void> => {
    const values = { nextPollAt, failures, invisible, lastPollAt: toInstant(now()) };
    await watches.write(WATCH_PARTITION, [{ kind: "merge", row: escapeKey(instanceId), values }]);
  };
