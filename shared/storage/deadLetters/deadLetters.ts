/**
 * Dead letters in the table DeadLetters: deliveries that were given up, each under its instance, newest first. They are
 * stored from the rows of the deliveries, so that a chunk names them and nothing is lost between the two tables.
 * Messages that the host gave up are in poison.ts; what both share is in deadLetterRows.ts.
 */
import { type DeliveryPorts } from "../../delivery/ports";
import { type DeadLettersPurged, type PurgePorts } from "../../delivery/purge/ports";
import { type DeadLetter, type DeadLetterFilter } from "../../model/deadLetter";
import { defined } from "../../model/defined";
import {
  type Chunk,
  type ChunkReference,
  DEATH_CAUSES,
  type DeathCause,
  type DeliveryStatus,
  type ReceiverAnswer,
} from "../../model/delivery";
import { type EventReference } from "../../model/event";
import { type Instant } from "../../model/instant";
import { chunkRow, deliveryRow, toDeliveryStatus } from "../deliveries/deliveryRows";
import { KEY_COLUMNS, type KeyRow, OPTIONAL_KEY_COLUMNS, fromKey, toKey } from "../subscriptions/subscriptionRows";
import { MAX_ACTIONS } from "../table/confirmWrites";
import { EVERY_ROW, escapeKey } from "../table/keys";
import { ANSWER_COLUMNS, COUNT, INSTANT, TEXT, rowGuard, rowSchema, toLastAnswer } from "../table/rowSchema";
import { readRow } from "../table/rows";
import { type StoreDeps, type Action, type StoredRow, type Table } from "../table/table";
import { removeRows, writeFitting } from "../table/writes";
import { deadLetterRange, deadLetterRow, deadLetterRowStore } from "./deadLetterRows";
import { REDRIVE_PARTITION } from "./redrives";

interface DeadLetterTables {
  readonly deliveries: Table;
  readonly deadLetters: Table;
}

type DeadLetterStore = Pick<
  DeliveryPorts,
  "storeDeadLetters" | "listDeadLetters" | "countDeadLetters" | "markRedriven"
> &
  Pick<PurgePorts, "removeOldDeadLetters">;

/** The store of dead letters. An instance is a partition. */
export function deadLetterStore(tables: DeadLetterTables, deps: Pick<StoreDeps, "report">): DeadLetterStore {
  const { list, count, mark } = deadLetterRowStore(tables.deadLetters, DELIVERY_KIND, deps);
  return {
    storeDeadLetters: (awaiting) => storeDeadLetters(tables, awaiting),
    listDeadLetters: list,
    countDeadLetters: count,
    markRedriven: mark,
    removeOldDeadLetters: (partition, until) => removeOld(tables.deadLetters, partition, until),
  };
}

const DELIVERY_KIND = {
  name: "delivery" as const,
  partitionOf: ({ instanceId }: DeadLetterFilter): string => escapeKey(instanceId),
  columnsOf: ({ connection, trigger, cause }: DeadLetterFilter) => ({ connection, trigger, cause }),
  keysOf: (died: DeadLetter) => ({ partition: escapeKey(died.event.instanceId), row: rowOf(died) }),
  toValue: toDeadLetter,
};

/**
 * Stores the dead letters that a chunk awaits, from the rows of its deliveries, then ends the chunk. It may be repeated
 * at any point. A delivery that is not dead any more was redriven, so its dead letter was stored before: nothing else
 * redrives.
 */
async function storeDeadLetters(
  { deliveries, deadLetters }: DeadLetterTables,
  { event, chunkId, references }: Chunk,
): Promise<void> {
  const partition = escapeKey(event.eventId);
  const died = await Promise.all(
    references.map(async (reference) => {
      const row = deliveryRow(reference.subscription);
      const status = await readRow(deliveries, partition, row, toDeliveryStatus);
      return status ? toDeath(event, reference, status) : [];
    }),
  );
  await writeFitting(deadLetters, escapeKey(event.instanceId), died.flat().map(insertDeadLetter));
  await deliveries.write(partition, [{ kind: "remove", row: chunkRow(chunkId) }]);
}

function toDeath(event: Chunk["event"], reference: ChunkReference, status: DeliveryStatus): readonly DeadLetter[] {
  const { subscription, attemptsBefore, connection = "" } = reference;
  const { state, attempts, cause, attemptedAt, lastAnswer } = status;
  if (state !== "dead" || attempts !== attemptsBefore || !attemptedAt || !isDeathCause(cause)) return [];
  return [{ event, subscription, connection, cause, attempts, lastAnswer, diedAt: attemptedAt }];
}

function isDeathCause(cause: string | undefined): cause is DeathCause {
  return (DEATH_CAUSES as readonly (string | undefined)[]).includes(cause);
}

/**
 * Inserts the row. It has the column `redriven` from the beginning: a filter cannot ask for a column that is absent.
 */
export function insertDeadLetter(died: DeadLetter): Action {
  const { event, subscription, connection, cause, attempts, diedAt, lastAnswer } = died;
  const { sequence, eventId } = event;
  const death = { kind: DELIVERY_KIND.name, sequence, eventId, connection, cause, attempts, diedAt };
  const values = { ...fromKey(subscription), ...death, ...lastAnswer, redriven: false };
  return { kind: "insert", row: rowOf(died), values };
}

function rowOf({ event, subscription, attempts, diedAt }: DeadLetter): string {
  return deadLetterRow(diedAt, [event.eventId, subscription.random, attempts]);
}

type DeadLetterRow = KeyRow &
  EventReference &
  Omit<ReceiverAnswer, "durationMs"> &
  Pick<DeadLetter, "connection" | "cause" | "attempts" | "diedAt" | "redrivenAt">;

const isDeadLetterRow = rowGuard<DeadLetterRow>(
  rowSchema(
    {
      ...KEY_COLUMNS,
      kind: { const: DELIVERY_KIND.name },
      sequence: COUNT,
      eventId: TEXT,
      connection: TEXT,
      cause: { enum: DEATH_CAUSES },
      attempts: COUNT,
      diedAt: INSTANT,
    },
    { ...OPTIONAL_KEY_COLUMNS, ...ANSWER_COLUMNS, redrivenAt: INSTANT },
  ),
);

export function toDeadLetter({ values }: StoredRow): DeadLetter | undefined {
  if (!isDeadLetterRow(values)) return undefined;
  const { instanceId, sequence, eventId, connection, cause, attempts, diedAt, redrivenAt } = values;
  const subscription = toKey(values);
  if (!subscription) return undefined;
  const event = { instanceId, sequence, eventId };
  const death = { connection, cause, attempts, diedAt, ...defined({ redrivenAt }) };
  return { event, subscription, ...death, lastAnswer: toLastAnswer(values) };
}

/**
 * Removes up to 100 old rows of a partition: dead letters and poison by the time in their keys, so that unreadable ones
 * go too; redrives by the time of their end, so that those that have not ended stay.
 */
async function removeOld(deadLetters: Table, partition: string, until: Instant): Promise<DeadLettersPurged> {
  const isOfRedrives = partition === REDRIVE_PARTITION;
  const rows = isOfRedrives
    ? await deadLetters.list(partition, EVERY_ROW, {
        where: { property: "endedAt", atMost: until },
        top: MAX_ACTIONS,
        select: ["endedAt"],
      })
    : await deadLetters.list(partition, deadLetterRange({ until }), { top: MAX_ACTIONS, select: ["diedAt"] });
  await removeRows(
    deadLetters,
    partition,
    rows.map(({ row }) => ({ row })),
  );
  return isOfRedrives ? { deadLetters: 0, redrives: rows.length } : { deadLetters: rows.length, redrives: 0 };
}
