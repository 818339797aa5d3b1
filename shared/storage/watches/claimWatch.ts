import { randomUUID } from "node:crypto";
import { type Instant } from "../../model/instant";
import { type Watch } from "../../model/subject";
import { escapeKey } from "../keys/escapeKey";
import { type Table } from "../table/table";
import { WATCH_PARTITION } from "./watchRow";

/** Moves the watch on while its version is the given one. The claim's id tells two hosts apart that write the same time. */
export const claimWatch =
  (watches: Table) =>
  async ({ instanceId, version }: Watch, nextPollAt: Instant): Promise<"claimed" | "touched"> => {
    const values = { nextPollAt, claimId: randomUUID() };
    const result = await watches.write(WATCH_PARTITION, [
      { kind: "merge", row: escapeKey(instanceId), values, version },
    ]);
    return result.written ? "claimed" : "touched";
  };
