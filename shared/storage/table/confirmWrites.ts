import { unavailable } from "../unavailable";
import { brokenCondition } from "./brokenCondition";
import { type RawTable, type Submitted } from "./rawTable";
import { type Action, type StoredRow, type Table, type WriteResult } from "./table";
import { wasWritten } from "./wasWritten";

/** Of a transaction. */
export const MOST_ACTIONS = 100;

type Unconfirmed = Exclude<Submitted, { answer: "written" }>;
type Rows = readonly (StoredRow | undefined)[];

/**
 * Invariant 3: a write that was refused, or whose answer was lost, is read back and compared before it is called a conflict.
 * Rows that equal what was to be written count as written; a row to be removed that is gone only after a lost answer.
 */
export function confirmWrites(raw: RawTable): Table {
  return {
    name: raw.name,
    get: (partition, row) => raw.get(partition, row),
    list: (partition, range, options) => raw.list(partition, range, options),
    nextPartition: (after) => raw.nextPartition(after),
    async write(partition, actions) {
      refuseUnfit(actions);
      const submitted = await raw.submit(partition, actions);
      if (submitted.answer === "written") return { written: true, versions: submitted.versions };
      return confirm(raw, partition, actions, submitted);
    },
  };
}

async function confirm(
  raw: RawTable,
  partition: string,
  actions: readonly Action[],
  submitted: Unconfirmed,
): Promise<WriteResult> {
  const rows = await readBack(raw, partition, actions, submitted);
  const maybeDone = submitted.answer === "lost" || submitted.repeated;
  if (rows && actions.every((action, index) => wasWritten(action, rows[index], maybeDone)))
    return { written: true, versions: rows.map((row) => row?.version ?? "") };
  if (submitted.answer === "refused") return { written: false, action: submitted.action, found: submitted.found };
  const conflict = rows && brokenCondition(actions, rows);
  if (!conflict) throw unavailable(raw.name, submitted.cause);
  return conflict;
}

/** The row that was refused is read first: in a true conflict it tells at once that the rest need not be read. */
async function readBack(
  raw: RawTable,
  partition: string,
  actions: readonly Action[],
  submitted: Unconfirmed,
): Promise<Rows | undefined> {
  const refused = submitted.answer === "refused" ? actions[submitted.action] : undefined;
  if (refused && submitted.answer === "refused") {
    const row = await raw.get(partition, refused.row);
    if (!wasWritten(refused, row, submitted.repeated)) return undefined;
  }
  return Promise.all(actions.map(({ row }) => raw.get(partition, row)));
}

function refuseUnfit(actions: readonly Action[]): void {
  const rows = new Set(actions.map(({ row }) => row));
  if (actions.length === 0 || actions.length > MOST_ACTIONS)
    throw new RangeError(`a write has 1 to ${MOST_ACTIONS} actions, not ${actions.length}`);
  if (rows.size < actions.length) throw new RangeError("a write has one action per row");
}
