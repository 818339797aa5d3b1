import { type DeadLetter } from "../../model/deadLetter";
import { type Instant } from "../../model/instant";
import { escapeKey } from "../keys/escapeKey";
import { type Table } from "../table/table";
import { letterRowOf } from "./letterValues";

/** The letter says that it was redriven. One that was purged meanwhile stays away. */
export const markRedriven =
  (deadLetters: Table) =>
  async (letter: DeadLetter, redriveId: string, redrivenAt: Instant): Promise<void> => {
    await deadLetters.write(escapeKey(letter.event.instanceId), [
      { kind: "merge", row: letterRowOf(letter), values: { redriven: true, redriveId, redrivenAt } },
    ]);
  };
