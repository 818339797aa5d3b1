import { CodedError } from "../../model/errors";
import { type Action, type Table } from "../table/table";
import { writeFitting } from "../table/writeFitting";
import { type PlacedRow } from "./scanSealed";

export interface ResealedPage {
  /** Rows that were to be sealed with the newest key. */
  readonly changed: number;
  /** Why rows could not be opened, one for each. */
  readonly unreadable: readonly string[];
}

/** Seals a text with the newest key; the same text when that has sealed it. Throws `undecryptable`. */
type Reseal = (sealed: string) => string;

/**
 * Seals a page's callback URLs with the newest key, by the versions of the rows: one that somebody else changes or removes at the
 * same time is passed over, and the next scan finds it.
 */
export const resealPage =
  (subscriptions: Table, reseal: Reseal) =>
  async (page: readonly PlacedRow[]): Promise<ResealedPage> => {
    const merges = new Map<string, Action[]>();
    const unreadable: string[] = [];
    let changed = 0;
    for (const placed of page) {
      const merge = toMerge(placed, reseal);
      if (typeof merge === "string") unreadable.push(merge);
      else if (merge) {
        changed += 1;
        merges.set(placed.partition, [...(merges.get(placed.partition) ?? []), merge]);
      }
    }
    for (const [partition, actions] of merges) await writeFitting(subscriptions, partition, actions);
    return { changed, unreadable };
  };

/** A text says why the row cannot be opened; undefined when there is nothing to do. */
function toMerge({ stored: { row, version, values } }: PlacedRow, reseal: Reseal): Action | string | undefined {
  const { sealedUrl } = values;
  if (typeof sealedUrl !== "string") return undefined;
  try {
    const resealed = reseal(sealedUrl);
    return resealed === sealedUrl ? undefined : { kind: "merge", row, version, values: { sealedUrl: resealed } };
  } catch (error) {
    if (error instanceof CodedError && error.code === "undecryptable") return error.message;
    throw error;
  }
}
