import { type Table } from "../../shared/storage/table/table";

/** The process is gone: nothing after it happens, nobody cleans up. */
class Crash extends Error {}

/** Ends the host at one of its steps: before the step is done, or after it, when nobody learns that it was. */
export interface CrashPoint {
  readonly step: number;
  readonly when: "before" | "after";
}

/** Counts what a host does to the outside, and ends it once, at one of these steps. */
export interface CrashingSteps {
  /** What the crash interrupted; undefined while there was none. */
  readonly crashedAt: () => string | undefined;
  readonly take: <T>(name: string, act: () => Promise<T>) => Promise<T>;
  readonly onTable: (table: Table) => Table;
}

export function crashingSteps(crash: CrashPoint): CrashingSteps {
  let steps = 0;
  let interrupted: string | undefined;

  async function take<T>(name: string, act: () => Promise<T>): Promise<T> {
    const isHere = steps === crash.step && interrupted === undefined;
    steps += 1;
    if (isHere) interrupted = `${crash.when} ${name}`;
    if (isHere && crash.when === "before") throw new Crash(name);
    const result = await act();
    if (isHere) throw new Crash(name);
    return result;
  }

  return {
    crashedAt: () => interrupted,
    take,
    onTable: (table) => ({
      name: table.name,
      get: (partition, row) => take(`get ${table.name}`, () => table.get(partition, row)),
      list: (partition, range, options) => take(`list ${table.name}`, () => table.list(partition, range, options)),
      nextPartition: (after) => take(`next partition of ${table.name}`, () => table.nextPartition(after)),
      write: (partition, actions) => {
        const rows = actions.map(({ kind, row }) => `${kind} ${row.split(/[:.]/)[0]}`).join(", ");
        return take(`write ${table.name} ${rows}`, () => table.write(partition, actions));
      },
    }),
  };
}

/** False when the host died at it. */
export async function survives(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (isCrash(error)) return false;
    throw error;
  }
}

/** A crash may come wrapped by what was waiting for several things at once. */
function isCrash(error: unknown): boolean {
  return error instanceof Crash || (error instanceof AggregateError && error.errors.some((each) => isCrash(each)));
}
