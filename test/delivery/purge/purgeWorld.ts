import { purge } from "../../../shared/delivery/purge/purge";
import { type LogLine } from "../../../shared/model/log";
import { bindStorage } from "../../../shared/runtime/bindStorage";
import { type Tables } from "../../../shared/storage/createTables";
import { type Table } from "../../../shared/storage/table/table";
import { SEALING } from "../../contracts/builders";
import { memoryQueue } from "../../fakes/memoryQueue";
import { AGES } from "./expected";
import { type Life, mortalTable } from "./mortalTables";
import { type PastInstance } from "./past";
import { storePast } from "./storePast";

export const NOW = new Date("2026-11-20T10:00:00.000Z");
const FOR_EVER = 1_000_000;
const ALL = { from: "", before: "~" };

export interface PurgeWorld {
  readonly lines: LogLine[];
  /** Everything, as `table/partition/row`; of deliveries `table/partition`. */
  rows(): Promise<ReadonlySet<string>>;
  /** Runs the purge once; the process ends with `life`. */
  run(life?: Life): Promise<void>;
}

export async function purgeWorld(
  past: readonly PastInstance[],
  tables: Tables,
  purgeOperations: number,
): Promise<PurgeWorld> {
  for (const each of past) await storePast(each, tables, NOW);
  const lines: LogLine[] = [];
  const log = (line: LogLine): void => void lines.push(line);
  return {
    lines,
    rows: async () => {
      const { instanceState, deliveries, subscriptions, deadLetters } = tables;
      const all = await Promise.all([instanceState, deliveries, subscriptions, deadLetters].map(rowsOf));
      return new Set(all.flat());
    },
    run: async (life = { left: FOR_EVER, endsAfter: false }) => {
      const seen = Object.entries(tables).map(([name, table]) => [name, mortalTable(table as Table, life)]);
      const queue = memoryQueue("none");
      const storage = bindStorage(
        Object.fromEntries(seen) as typeof tables,
        { polls: queue, events: queue, deliveries: queue, slowDeliveries: queue, redrives: queue },
        {
          sealing: SEALING,
          report: (error) => {
            throw error;
          },
          now: () => NOW,
          random: () => 0.5,
          wait: () => Promise.resolve(),
        },
      );
      await purge({ ...storage, purgeAges: AGES, purgeOperations, now: () => NOW, log });
    },
  };
}

async function rowsOf(table: Table): Promise<string[]> {
  const names: string[] = [];
  for (let next = await table.nextPartition(""); next !== undefined; next = await table.nextPartition(next)) {
    const rows = await table.list(next, ALL);
    names.push(...(table.name === "Deliveries" ? [next] : rows.map(({ row }) => `${next}/${row}`)));
  }
  return names.map((name) => `${table.name}/${name}`);
}
