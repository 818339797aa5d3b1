import { type Poison } from "../../model/deadLetter";
import { type Table } from "../table/table";
import { POISON_PARTITION, fromPoison, poisonRowOf } from "./poisonValues";

/** A message that was stored before stays as it was then. */
export const storePoison =
  (deadLetters: Table) =>
  async (poison: Poison): Promise<void> => {
    await deadLetters.write(POISON_PARTITION, [
      { kind: "insert", row: poisonRowOf(poison), values: fromPoison(poison) },
    ]);
  };
