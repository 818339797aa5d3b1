import { type Watch } from "../../model/subject";
import { escapeKey } from "../keys/escapeKey";
import { type Table } from "../table/table";
import { WATCH_PARTITION } from "./watchRow";

/** Only while its version is still the given one. One that is gone already counts as removed. */
export const removeWatch =
  (watches: Table) =>
  async ({ instanceId, version }: Watch): Promise<"removed" | "touched"> => {
    const result = await watches.write(WATCH_PARTITION, [{ kind: "remove", row: escapeKey(instanceId), version }]);
    return result.written || result.found === "missing" ? "removed" : "touched";
  };
