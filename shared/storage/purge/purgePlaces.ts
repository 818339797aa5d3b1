import { type PurgeStage } from "../../delivery/purge/walkPlaces";
import { escapeKey } from "../keys/escapeKey";
import { type Table } from "../table/table";

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
