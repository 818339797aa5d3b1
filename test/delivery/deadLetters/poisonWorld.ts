import { createSealer } from "../../../shared/access/sealer";
import { type PoisonDeps } from "../../../shared/delivery/deadLetters/poison";
import { type LogLine } from "../../../shared/model/log";
import { bindStorage } from "../../../shared/runtime/bindStorage";
import { type MemoryQueue } from "../../fakes/memoryQueue";
import { memoryStorage } from "../../fakes/memoryStorage";

/** The real storage functions on tables in memory, to plant rows in that cannot be read. */
export interface PoisonWorld {
  readonly deps: PoisonDeps & ReturnType<typeof bindStorage>;
  readonly tables: ReturnType<typeof memoryStorage>["tables"];
  readonly queues: readonly MemoryQueue[];
  readonly lines: LogLine[];
}

function now(): Date {
  return new Date("2026-11-20T12:00:00Z");
}

export function aPoisonWorld(): PoisonWorld {
  const { tables, queues } = memoryStorage();
  const lines: LogLine[] = [];
  const storage = bindStorage(tables, queues, {
    sealing: createSealer([{ keyId: "test", key: Buffer.alloc(32, 7) }]),
    report: (error) => {
      throw error;
    },
    now,
    random: () => 0.5,
    wait: () => Promise.resolve(),
  });
  const deps = { ...storage, now, log: (line: LogLine) => void lines.push(line) };
  return { deps, tables, queues: Object.values(queues), lines };
}
