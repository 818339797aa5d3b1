import { randomUUID } from "node:crypto";
import { type Redrive } from "../../model/deadLetter";
import { escapeKey } from "../keys/escapeKey";
import { type Table } from "../table/table";
import { REDRIVE_PARTITION, fromRedrive } from "./redriveValues";

/** Writes by the redrive's version and gives it with its new one; undefined when another host has moved it. */
export const saveRedrive =
  (deadLetters: Table) =>
  async (redrive: Redrive): Promise<Redrive | undefined> => {
    const { redriveId, version } = redrive;
    // The random id keeps two hosts that write the same from both being told that they did.
    const values = { ...fromRedrive(redrive), saveId: randomUUID() };
    const result = await deadLetters.write(REDRIVE_PARTITION, [
      { kind: "replace", row: escapeKey(redriveId), values, version },
    ]);
    return result.written ? { ...redrive, version: result.versions[0] ?? "" } : undefined;
  };
