import { type Redrive } from "../../model/deadLetter";
import { escapeKey } from "../keys/escapeKey";
import { type Table } from "../table/table";
import { REDRIVE_PARTITION, fromRedrive } from "./redriveValues";

/** Stores a new redrive; its id is random. */
export const createRedrive =
  (deadLetters: Table) =>
  async (redrive: Omit<Redrive, "version">): Promise<void> => {
    const values = fromRedrive(redrive);
    await deadLetters.write(REDRIVE_PARTITION, [{ kind: "insert", row: escapeKey(redrive.redriveId), values }]);
  };
