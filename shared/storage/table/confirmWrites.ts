/**
 * Confirmed writes: what makes a raw table one that says for sure whether a write was done. A request that is sent
 * again after a lost answer is refused because of its own first try, which looks like another host's write. Only the
 * rows themselves show whose it was.
 */
import { unavailable } from "../client/failures";
import {
  type Action,
  type Conflict,
  type Found,
  type RawTable,
  type StoredRow,
  type Submitted,
  type Table,
  type WriteResult,
} from "./table";

/**
 * A table whose writes are confirmed (invariant 3): a write that was refused, or whose answer was lost, is read back
 * and compared before it is called a conflict. Rows that equal what was to be written count as written. A row to be
 * removed that is gone counts as removed only after a lost answer.
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

/** The service's limit of actions in one transaction. */
export const MAX_ACTIONS = 100;

function refuseUnfit(actions: readonly Action[]): void {
  const rows = new Set(actions.map(({ row }) => row));
  if (actions.length === 0 || actions.length > MAX_ACTIONS)
    throw new RangeError(`a write has 1 to ${MAX_ACTIONS} actions, not ${actions.length}`);
  if (rows.size < actions.length) throw new RangeError("a write has one action per row");
}

type Unconfirmed = Exclude<Submitted, { answer: "written" }>;

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

type Rows = readonly (StoredRow | undefined)[];

/** The row that was refused is read first: in a true conflict the others need not be read. */
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

/**
 * True when the stored row is as the action would have left it. A removed row that is gone counts only when the removal
 * may have been ours (`maybeDone`): otherwise another host removed it.
 */
export function wasWritten(action: Action, stored: StoredRow | undefined, maybeDone: boolean): boolean {
  if (action.kind === "remove") return maybeDone && stored === undefined;
  if (!stored) return false;
  const wanted = Object.entries(action.values).filter(([, value]) => value !== undefined);
  const whole = action.kind === "merge" || wanted.length === Object.keys(stored.values).length;
  return whole && wanted.every(([name, value]) => stored.values[name] === value);
}

/** The first action whose condition the stored rows do not meet; undefined when all could have been done. */
export function brokenCondition(
  actions: readonly Action[],
  rows: readonly (StoredRow | undefined)[],
): Conflict | undefined {
  for (const [index, action] of actions.entries()) {
    const found = obstacle(action, rows[index]);
    if (found) return { written: false, action: index, found };
  }
  return undefined;
}

function obstacle(action: Action, stored: StoredRow | undefined): Found | undefined {
  if (action.kind === "upsert") return undefined;
  if (action.kind === "insert") return stored ? "exists" : undefined;
  if (!stored) return "missing";
  return action.version !== undefined && action.version !== stored.version ? "moved" : undefined;
}
