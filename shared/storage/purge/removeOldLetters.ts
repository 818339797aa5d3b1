import { type LettersPurged } from "../../delivery/purge/purgeLetters";
import { type Instant } from "../../model/instant";
import { REDRIVE_PARTITION } from "../deadLetters/redriveValues";
import { EVERY_ROW } from "../keys/everyRow";
import { letterRange } from "../keys/letterKeys";
import { MOST_ACTIONS } from "../table/confirmWrites";
import { type StoredRow, type Table } from "../table/table";
import { writeFitting } from "../table/writeFitting";

/**
 * A letter's age is in its key, so that one which cannot be read goes too; a redrive counts from its end, and stays until then.
 * `place`: the key of a partition.
 */
export const removeOldLetters =
  (deadLetters: Table) =>
  async (place: string, until: Instant): Promise<LettersPurged> => {
    const isOfRedrives = place === REDRIVE_PARTITION;
    const rows = await (isOfRedrives ? listEnded(deadLetters, until) : listDied(deadLetters, place, until));
    await writeFitting(
      deadLetters,
      place,
      rows.map(({ row }) => ({ kind: "remove" as const, row })),
    );
    return isOfRedrives ? { letters: 0, redrives: rows.length } : { letters: rows.length, redrives: 0 };
  };

function listDied(deadLetters: Table, place: string, until: Instant): Promise<readonly StoredRow[]> {
  return deadLetters.list(place, letterRange({ until }), { top: MOST_ACTIONS, select: ["diedAt"] });
}

function listEnded(deadLetters: Table, until: Instant): Promise<readonly StoredRow[]> {
  const where = { property: "endedAt", atMost: until };
  return deadLetters.list(REDRIVE_PARTITION, EVERY_ROW, { where, top: MOST_ACTIONS, select: ["endedAt"] });
}
