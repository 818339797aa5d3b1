import { type Poison } from "../../model/deadLetter";
import { type Instant } from "../../model/instant";
import { type Table } from "../table/table";
import { POISON_PARTITION, poisonRowOf } from "./poisonValues";

/** The row says that its task was queued again. One that was purged meanwhile stays away. */
export const markPoisonRedriven =
  (deadLetters: Table) =>
  async (poison: Poison, redriveId: string, redrivenAt: Instant): Promise<void> => {
    await deadLetters.write(POISON_PARTITION, [
      { kind: "merge", row: poisonRowOf(poison), values: { redriven: true, redriveId, redrivenAt } },
    ]);
  };
