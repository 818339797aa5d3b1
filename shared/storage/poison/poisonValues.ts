import { POISON_CAUSES, POISON_QUEUES, type Poison, type PoisonCause, type PoisonQueue } from "../../model/deadLetter";
import { type Instant } from "../../model/instant";
import { parsePoisonedTask } from "../../validation/parsePoisonedTask";
import { letterRow } from "../keys/letterKeys";
import { parseJson } from "../rows/parseJson";
import { rowGuard } from "../rows/rowGuard";
import { COUNT, INSTANT, TEXT, TRUTH, rowSchema } from "../rows/rowSchema";
import { type StoredRow, type Values } from "../table/table";

/** One partition for all: what is no task names no instance. No instance has this name. */
export const POISON_PARTITION = "poison";

/** What tells these rows from those of dead deliveries. */
export const POISON_KIND = "poison";

interface PoisonRow {
  readonly queue: PoisonQueue;
  readonly poisonedAt: Instant;
  readonly cause: PoisonCause;
  readonly isPending: boolean;
  readonly textLength: number;
  readonly textHash: string;
  readonly messageId?: string;
  readonly unreadable?: string;
  /** JSON; absent: the text was none. */
  readonly task?: string;
  readonly redrivenAt?: Instant;
}

const isPoisonRow = rowGuard<PoisonRow>(
  rowSchema(
    {
      kind: { const: POISON_KIND },
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

/** By the message, so that one that comes again makes the same row. */
export function poisonRowOf({ queue, messageId = "", poisonedAt, text }: Poison): string {
  return letterRow(poisonedAt, [queue, messageId, text.hash]);
}

export function toPoison({ values }: StoredRow): Poison | undefined {
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
    ...(messageId !== undefined && { messageId }),
    ...(unreadable !== undefined && { unreadable }),
    ...(poisoned && { poisoned }),
    ...(redrivenAt !== undefined && { redrivenAt }),
  };
}

/** `redriven` is there where there is something to redrive: a filter cannot ask for a column that is absent. */
export function fromPoison({ queue, poisonedAt, cause, isPending, text, ...optional }: Poison): Values {
  const { messageId, unreadable, poisoned } = optional;
  return {
    kind: POISON_KIND,
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
