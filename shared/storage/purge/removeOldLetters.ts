import { type Instant } from "../../model/instant";
import { letterRange } from "../keys/letterKeys";
import { MOST_ACTIONS } from "../table/confirmWrites";
import { type Table } from "../table/table";
import { writeFitting } from "../table/writeFitting";

/** A letter's age is in its key, so that one which cannot be read goes too. `place`: the key of a partition. */
export const removeOldLetters =
  (deadLetters: Table) =>
  async (place: string, until: Instant): Promise<number> => {
    const rows = await deadLetters.list(place, letterRange({ until }), { top: MOST_ACTIONS, select: ["diedAt"] });
    await writeFitting(
      deadLetters,
      place,
      rows.map(({ row }) => ({ kind: "remove" as const, row })),
    );
    return rows.length;
  };
