import { type Table } from "../../shared/storage/table/table";

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
  /** False when the host died at it: nothing of it happens after that, and nobody cleans up. */
  readonly survives: (work: () => Promise<void>) => Promise<boolean>;
}

/** `onCrash` is told when the host dies, of what was done by then. */
export function crashingSteps(crash: CrashPoint, onCrash: () => void): CrashingSteps {
  let steps = 0;
  let interrupted: string | undefined;
  let isDead = false;
  let die: (() => void) | undefined;

  async function take<T>(name: string, act: () => Promise<T>): Promise<T> {
    if (isDead) return never();
    const isHere = steps === crash.step && interrupted === undefined;
    steps += 1;
    if (!isHere) return act();
    interrupted = `${crash.when} ${name}`;
    isDead = true;
    if (crash.when === "after") await act();
    onCrash();
    die?.();
    return never();
  }

  async function survives(work: () => Promise<void>): Promise<boolean> {
    const death = new Promise<false>((resolve) => {
      die = () => resolve(false);
    });
    const isAlive = await Promise.race([work().then(() => true), death]);
    if (isAlive) return true;
    // Whatever the dead host would have gone on with has come to a step, and stays there, when the event loop turns.
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    isDead = false;
    return false;
  }

  return {
    crashedAt: () => interrupted,
    take,
    survives,
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

function never(): Promise<never> {
  return new Promise(() => undefined);
}
