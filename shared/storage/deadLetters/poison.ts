/**
 * Poison in the table DeadLetters: queue messages that the Functions host gave up after its tries. A row holds the
 * task, or the length and hash of a text that is no task. Deliveries that were given up are in deadLetters.ts; what
 * both share is in deadLetterRows.ts.
 */
import { type DeliveryPorts } from "../../delivery/ports";
import {
  POISON_CAUSES,
  POISON_QUEUES,
  type Poison,
  type PoisonCause,
  type PoisonFilter,
  type PoisonQueue,
} from "../../model/deadLetter";
import { defined } from "../../model/defined";
import { type Instant } from "../../model/instant";
import { parseJson } from "../../model/text";
import { parsePoisonedTask } from "../../validation/parsePoison";
import { COUNT, INSTANT, TEXT, TRUTH, rowGuard, rowSchema } from "../table/rowSchema";
import { type StoreDeps, type StoredRow, type Table, type Values } from "../table/table";
import { deadLetterRow, deadLetterRowStore } from "./deadLetterRows";

/** Poison has one partition: a message that is no task names no instance. No instance has this name. */
const POISON_PARTITION = "poison";

type PoisonStore = Pick<DeliveryPorts, "listPoison" | "countPoison" | "markPoisonRedriven" | "storePoison">;

/** The store of poison. */
export function poisonStore(deadLetters: Table, deps: Pick<StoreDeps, "report">): PoisonStore {
  const { list, count, mark } = deadLetterRowStore(deadLetters, POISON_KIND, deps);
  return {
    listPoison: list,
    countPoison: count,
    markPoisonRedriven: mark,

    /** A message that was stored before keeps its row. */
    storePoison: async (poison) => {
      await deadLetters.write(POISON_PARTITION, [{ kind: "insert", row: rowOf(poison), values: fromPoison(poison) }]);
    },
  };
}

const POISON_KIND = {
  name: "poison" as const,
  partitionOf: (): string => POISON_PARTITION,
  columnsOf: ({ instanceId, cause }: PoisonFilter) => ({ instanceId, cause }),
  keysOf: (poison: Poison) => ({ partition: POISON_PARTITION, row: rowOf(poison) }),
  toValue: toPoison,
};

/** The row is named by the message, so that a message that comes again makes the same row. */
function rowOf({ queue, messageId = "", poisonedAt, text }: Poison): string {
  return deadLetterRow(poisonedAt, [queue, messageId, text.hash]);
}

/** The column `redriven` is there when there is a task to redrive: a filter cannot ask for a column that is absent. */
function fromPoison({ queue, poisonedAt, cause, isPending, text, ...optional }: Poison): Values {
  const { messageId, unreadable, poisoned } = optional;
  return {
    kind: POISON_KIND.name,
    queue,
    poisonedAt,
    cause,
    isPending,
    textLength: text.length,
    textHash: text.hash,
    messageId,
    unreadable,
    instanceId: poisoned && "instanceId" in poisoned.task ? poisoned.task.instanceId : undefined,
    task: poisoned && JSON.stringify(poisoned.task),
    redriven: poisoned && false,
  };
}

interface PoisonRow {
  readonly queue: PoisonQueue;
  readonly poisonedAt: Instant;
  readonly cause: PoisonCause;
  readonly isPending: boolean;
  readonly textLength: number;
  readonly textHash: string;
  readonly messageId?: string;
  readonly unreadable?: string;
  /** The task as JSON; absent when the message was no task. */
  readonly task?: string;
  readonly redrivenAt?: Instant;
}

const isPoisonRow = rowGuard<PoisonRow>(
  rowSchema(
    {
      kind: { const: POISON_KIND.name },
      queue: { enum: POISON_QUEUES },
      poisonedAt: INSTANT,
      cause: { enum: POISON_CAUSES },
      isPending: TRUTH,
      textLength: COUNT,
      textHash: TEXT,
    },
    { messageId: TEXT, unreadable: TEXT, task: TEXT, redrivenAt: INSTANT },
  ),
);

function toPoison({ values }: StoredRow): Poison | undefined {
  if (!isPoisonRow(values)) return undefined;
  const { queue, poisonedAt, cause, isPending, textLength, textHash, ...optional } = values;
  const { messageId, unreadable, task, redrivenAt } = optional;
  const poisoned = task === undefined ? undefined : parsePoisonedTask(queue, parseJson(task));
  if (task !== undefined && !poisoned) return undefined;
  return {
    queue,
    poisonedAt,
    cause,
    isPending,
    text: { length: textLength, hash: textHash },
    ...defined({ messageId, unreadable, poisoned, redrivenAt }),
  };
}
