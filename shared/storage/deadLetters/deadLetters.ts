import { defined } from "../../model/defined";
import { createHash } from "node:crypto";
import { type DeadLetter, type DeadLetterFilter } from "../../model/deadLetter";
import {
  type ReceiverAnswer,
  type Chunk,
  type ChunkReference,
  DEATH_CAUSES,
  type DeathCause,
  type DeliveryStatus,
} from "../../model/delivery";
import { type EventReference } from "../../model/event";
import { type Instant } from "../../model/instant";
import { type Page } from "../../model/page";
import { chunkRow, deliveryRow, toDeliveryStatus } from "../deliveries/deliveryRows";
import { KEY_COLUMNS, type KeyRow, OPTIONAL_KEY_COLUMNS, fromKey, toKey } from "../subscriptions/subscriptionRows";
import { writeFitting } from "../table/confirmWrites";
import { escapeKey, prefixRange } from "../table/keys";
import {
  ANSWER_COLUMNS,
  COUNT,
  INSTANT,
  type Report,
  TEXT,
  countRows,
  listPage,
  readRow,
  rowGuard,
  rowSchema,
  toLastAnswer,
} from "../table/rows";
import { type Action, type Condition, type RowRange, type StoredRow, type Table } from "../table/table";

/**
 * Stores the dead letters that a chunk awaits, from the rows of its deliveries, then ends the chunk; may be done again at any
 * point. A delivery that is not dead any more was redriven, so its letter was stored before: nothing else redrives.
 */
export const storeDeadLetters =
  (deliveries: Table, deadLetters: Table) =>
  async ({ event, chunkId, references }: Chunk): Promise<void> => {
    const partition = escapeKey(event.eventId);
    const letters = await Promise.all(
      references.map(async (reference) => {
        const row = deliveryRow(reference.subscription);
        const status = await readRow(deliveries, partition, row, toDeliveryStatus);
        return status ? toDeath(event, reference, status) : [];
      }),
    );
    await writeFitting(deadLetters, escapeKey(event.instanceId), letters.flat().map(insertDeadLetter));
    await deliveries.write(partition, [{ kind: "remove", row: chunkRow(chunkId) }]);
  };

function toDeath(event: Chunk["event"], reference: ChunkReference, status: DeliveryStatus): readonly DeadLetter[] {
  const { subscription, attemptsBefore, connection = "" } = reference;
  const { state, attempts, cause, attemptedAt, lastAnswer } = status;
  if (state !== "dead" || attempts !== attemptsBefore || !attemptedAt || !isDeathCause(cause)) return [];
  return [{ event, subscription, connection, cause, attempts, lastAnswer, diedAt: attemptedAt }];
}

function isDeathCause(cause: string | undefined): cause is DeathCause {
  return (DEATH_CAUSES as readonly (string | undefined)[]).includes(cause);
}

/** What tells these rows from those of poison. */
const DELIVERY_KIND = "delivery";

/** Inserts the letter. `redriven` is a column from the beginning: a filter cannot ask for one that is absent. */
export function insertDeadLetter({ event, subscription, lastAnswer, ...death }: DeadLetter): Action {
  const { connection, cause, attempts, diedAt } = death;
  const { sequence, eventId } = event;
  return {
    kind: "insert",
    row: deadLetterRowOf({ event, subscription, attempts, diedAt }),
    values: {
      ...fromKey(subscription),
      kind: DELIVERY_KIND,
      sequence,
      eventId,
      connection,
      cause,
      attempts,
      diedAt,
      ...lastAnswer,
      redriven: false,
    },
  };
}

function deadLetterRowOf({
  event,
  subscription,
  attempts,
  diedAt,
}: Pick<DeadLetter, "event" | "subscription" | "attempts" | "diedAt">): string {
  return deadLetterRow(diedAt, [event.eventId, subscription.random, attempts]);
}

const HASH_LENGTH = 24;

/** Newest first; `of` names what has died, so that storing its letter twice makes one row. */
export function deadLetterRow(diedAt: Instant, of: readonly (string | number)[]): string {
  return `${atPrefix(diedAt)}${createHash("sha256").update(of.join("\n")).digest("hex").slice(0, HASH_LENGTH)}`;
}

const PREFIX = "letter:";

/** The last millisecond that a `Date` can be. */
const LATEST_MS = 8_640_000_000_000_000;

const DIGITS = 16;

function atPrefix(diedAt: Instant): string {
  return `${PREFIX}${String(LATEST_MS - Date.parse(diedAt)).padStart(DIGITS, "0")}.`;
}

interface DeadLetterPage {
  readonly top: number;
  readonly cursor?: string | undefined;
  /** Leaves out those that a redrive took up. */
  readonly onlyOpen?: boolean;
}

/** Newest first. */
export const listDeadLetters =
  (deadLetters: Table, report: Report) =>
  (filter: DeadLetterFilter, { top, cursor, onlyOpen = false }: DeadLetterPage): Promise<Page<DeadLetter>> => {
    const partition = escapeKey(filter.instanceId);
    const where = deadLetterConditions(filter, onlyOpen);
    const list = { table: deadLetters, partition, range: deadLetterRange(filter), where, report };
    return listPage(list, { top, last: cursor }, toDeadLetter);
  };

/** What the store is asked beside the range of time. */
function deadLetterConditions(
  { connection, trigger, cause }: DeadLetterFilter,
  onlyOpen: boolean,
): readonly Condition[] {
  return [
    { property: "kind", equals: DELIVERY_KIND },
    ...(connection === undefined ? [] : [{ property: "connection", equals: connection }]),
    ...(trigger === undefined ? [] : [{ property: "trigger", equals: trigger }]),
    ...(cause === undefined ? [] : [{ property: "cause", equals: cause }]),
    ...(onlyOpen ? [{ property: "redriven", equals: false }] : []),
  ];
}

/** The letters of those that died at `since` or later and before `until`; absent: no such end. */
export function deadLetterRange({ since, until }: { readonly since?: Instant; readonly until?: Instant }): RowRange {
  const all = prefixRange(PREFIX);
  return {
    from: until === undefined ? all.from : prefixRange(atPrefix(until)).before,
    before: since === undefined ? all.before : prefixRange(atPrefix(since)).before,
  };
}

type DeadLetterRow = KeyRow &
  EventReference &
  Omit<ReceiverAnswer, "durationMs"> &
  Pick<DeadLetter, "connection" | "cause" | "attempts" | "diedAt" | "redrivenAt">;

const isDeadLetterRow = rowGuard<DeadLetterRow>(
  rowSchema(
    {
      ...KEY_COLUMNS,
      kind: { const: DELIVERY_KIND },
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

/** Those that a redrive with this filter would take up, however many. */
export const countDeadLetters =
  (deadLetters: Table) =>
  (filter: DeadLetterFilter): Promise<number> =>
    countRows(deadLetters, {
      partition: escapeKey(filter.instanceId),
      range: deadLetterRange(filter),
      where: deadLetterConditions(filter, true),
      column: "kind",
    });

/** The letter says that it was redriven. One that was purged meanwhile stays away. */
export const markRedriven =
  (deadLetters: Table) =>
  async (letter: DeadLetter, redriveId: string, redrivenAt: Instant): Promise<void> => {
    await deadLetters.write(escapeKey(letter.event.instanceId), [
      { kind: "merge", row: deadLetterRowOf(letter), values: { redriven: true, redriveId, redrivenAt } },
    ]);
  };
