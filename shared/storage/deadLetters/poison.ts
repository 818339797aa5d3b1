import { defined } from "../../model/defined";
import {
  POISON_CAUSES,
  POISON_QUEUES,
  type Poison,
  type PoisonCause,
  type PoisonFilter,
  type PoisonQueue,
} from "../../model/deadLetter";
import { type Instant } from "../../model/instant";
import { type Page } from "../../model/page";
import { parsePoisonedTask } from "../../validation/parsePoison";
import {
  COUNT,
  INSTANT,
  type Report,
  TEXT,
  TRUTH,
  countRows,
  listPage,
  parseJson,
  rowGuard,
  rowSchema,
} from "../table/rows";
import { type Condition, type StoredRow, type Table, type Values } from "../table/table";
import { deadLetterRange, deadLetterRow } from "./deadLetters";

/** One partition for all: what is no task names no instance. No instance has this name. */
const POISON_PARTITION = "poison";

interface PoisonPage {
  readonly top: number;
  readonly cursor?: string | undefined;
  /** Leaves out those that a redrive took up, and those that none can. */
  readonly onlyOpen?: boolean;
}

/** Newest first. */
export const listPoison =
  (deadLetters: Table, report: Report) =>
  (filter: PoisonFilter, { top, cursor, onlyOpen = false }: PoisonPage): Promise<Page<Poison>> => {
    const where = poisonConditions(filter, onlyOpen);
    const list = { table: deadLetters, partition: POISON_PARTITION, range: deadLetterRange(filter), where, report };
    return listPage(list, { top, last: cursor }, toPoison);
  };

/** What tells these rows from those of dead deliveries. */
const POISON_KIND = "poison";

/** What the store is asked beside the range of time. */
function poisonConditions({ instanceId, cause }: PoisonFilter, onlyOpen: boolean): readonly Condition[] {
  return [
    { property: "kind", equals: POISON_KIND },
    ...(instanceId === undefined ? [] : [{ property: "instanceId", equals: instanceId }]),
    ...(cause === undefined ? [] : [{ property: "cause", equals: cause }]),
    ...(onlyOpen ? [{ property: "redriven", equals: false }] : []),
  ];
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

/** A message that was stored before stays as it was then. */
export const storePoison =
  (deadLetters: Table) =>
  async (poison: Poison): Promise<void> => {
    await deadLetters.write(POISON_PARTITION, [
      { kind: "insert", row: poisonRowOf(poison), values: fromPoison(poison) },
    ]);
  };

/** By the message, so that one that comes again makes the same row. */
function poisonRowOf({ queue, messageId = "", poisonedAt, text }: Poison): string {
  return deadLetterRow(poisonedAt, [queue, messageId, text.hash]);
}

/** `redriven` is there where there is something to redrive: a filter cannot ask for a column that is absent. */
function fromPoison({ queue, poisonedAt, cause, isPending, text, ...optional }: Poison): Values {
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

/** Those that a redrive with this filter would take up, however many. */
export const countPoison =
  (deadLetters: Table) =>
  (filter: PoisonFilter): Promise<number> =>
    countRows(deadLetters, {
      partition: POISON_PARTITION,
      range: deadLetterRange(filter),
      where: poisonConditions(filter, true),
      column: "kind",
    });

/** The row says that its task was queued again. One that was purged meanwhile stays away. */
export const markPoisonRedriven =
  (deadLetters: Table) =>
  async (poison: Poison, redriveId: string, redrivenAt: Instant): Promise<void> => {
    await deadLetters.write(POISON_PARTITION, [
      { kind: "merge", row: poisonRowOf(poison), values: { redriven: true, redriveId, redrivenAt } },
    ]);
  };
