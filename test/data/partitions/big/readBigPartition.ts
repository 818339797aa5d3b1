import { createPartitionMemory } from "../../../../shared/data/partitions/findPartitions";
import {
  type PartitionCursor,
  type ReadPartitionDeps,
  markColumns,
  readPartition,
} from "../../../../shared/data/partitions/readPartition";
import { withStorage } from "../../../source/partitions/withStorage";
import { BIG_COLUMNS, countRows, serveRows } from "./serveRows";

interface BigRead {
  readonly rows: number;
  readonly pages: number;
  /** The first row that was not the one after the one before; undefined when there was none. */
  readonly outOfOrder: number | undefined;
  /** The memory of the whole process, at its worst. */
  readonly grownMegabytes: number;
  readonly seconds: number;
}

const ROW_BYTES = 1_000;
const INSTANCE_ID = "7c6f0b7e-0d0a-4b7e-9a41-2f6d0e0f5b11";

/**
 * Reads a file that is as large as is said: from its start with byte ranges, or only the last 2,000 rows from a storage that knows none,
 * so that all before them passes through.
 */
export async function readBigPartition(megabytes: number, ranges: boolean): Promise<BigRead> {
  const total = countRows(megabytes);
  return withStorage(
    serveRows(total, ranges),
    async ({ open, file }) => {
      const deps: ReadPartitionDeps = {
        getEntity: () => Promise.resolve({ ok: true, value: BIG_ENTITY, unusable: [] }),
        getInstance: (instanceId) => Promise.resolve({ ok: true, value: { instanceId }, unusable: [] }),
        listPartitionFiles: () => Promise.resolve({ ok: true, value: [file], unusable: [] }),
        openPartitionFile: open,
        partitionMemory: createPartitionMemory(),
        now: () => new Date(),
      };
      const { partitionId } = file;
      const startedAt = performance.now();
      const watch = watchMemory();
      let cursor: PartitionCursor | undefined = ranges ? undefined : cursorOf(partitionId, total - 2_000);
      let [next, pages, outOfOrder] = [cursor?.row ?? 0, 0, undefined as number | undefined];
      const first = next;
      do {
        const request = { instanceId: INSTANCE_ID, entity: "Big", partitionId, top: 5_000, ...(cursor && { cursor }) };
        const page = await readPartition(request, deps);
        if (page.outcome !== "read") throw new Error(JSON.stringify(page));
        for (const { Number: number } of page.rows) {
          if (number !== next) outOfOrder ??= next;
          next += 1;
        }
        pages += 1;
        cursor = page.next;
      } while (cursor);
      const seconds = (performance.now() - startedAt) / 1_000;
      return { rows: next - first, pages, outOfOrder, grownMegabytes: watch.stop(), seconds };
    },
    { timeoutMs: 120_000 },
  );
}

const BIG_ENTITY = {
  name: "Big",
  displayName: "Big",
  kind: "profile",
  isIngested: false,
  key: ["Number"],
  attributes: BIG_COLUMNS.map(({ name, type }) => ({ name, dataType: type })),
};

function cursorOf(partitionId: string, row: number): PartitionCursor {
  return { partitionId, row, offset: row * ROW_BYTES, columnsMark: markColumns(BIG_COLUMNS), version: '"big"' };
}

/** The growth of the process at its worst until `stop`, in megabytes. */
function watchMemory(): { readonly stop: () => number } {
  const before = process.memoryUsage.rss();
  let most = before;
  const look = (): void => void (most = Math.max(most, process.memoryUsage.rss()));
  const timer = setInterval(look, 20);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return Math.round((most - before) / 1_000_000);
    },
  };
}
