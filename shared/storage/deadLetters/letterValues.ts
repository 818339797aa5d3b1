import { type DeadLetter } from "../../model/deadLetter";
import { type Answer, DEATH_CAUSES } from "../../model/delivery";
import { type EventReference } from "../../model/event";
import { letterRow } from "../keys/letterKeys";
import { ANSWER_COLUMNS, toLastAnswer } from "../rows/answerColumns";
import { rowGuard } from "../rows/rowGuard";
import { COUNT, INSTANT, TEXT, rowSchema } from "../rows/rowSchema";
import { KEY_COLUMNS, type KeyRow, OPTIONAL_KEY_COLUMNS, fromKey, toKey } from "../subscriptions/keyValues";
import { type Action, type StoredRow } from "../table/table";

type LetterRow = KeyRow &
  EventReference &
  Omit<Answer, "durationMs"> &
  Pick<DeadLetter, "connection" | "cause" | "attempts" | "diedAt" | "redrivenAt">;

/** What tells these rows from those of poison. */
export const DELIVERY_KIND = "delivery";

const isLetterRow = rowGuard<LetterRow>(
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

export function toLetter({ values }: StoredRow): DeadLetter | undefined {
  if (!isLetterRow(values)) return undefined;
  const { instanceId, sequence, eventId, connection, cause, attempts, diedAt, redrivenAt } = values;
  const subscription = toKey(values);
  if (!subscription) return undefined;
  const event = { instanceId, sequence, eventId };
  const death = { connection, cause, attempts, diedAt, ...(redrivenAt !== undefined && { redrivenAt }) };
  return { event, subscription, ...death, lastAnswer: toLastAnswer(values) };
}

/** Inserts the letter. `redriven` is a column from the beginning: a filter cannot ask for one that is absent. */
export function insertLetter({ event, subscription, lastAnswer, ...death }: DeadLetter): Action {
  const { connection, cause, attempts, diedAt } = death;
  const { sequence, eventId } = event;
  return {
    kind: "insert",
    row: letterRowOf({ event, subscription, attempts, diedAt }),
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

export function letterRowOf({
  event,
  subscription,
  attempts,
  diedAt,
}: Pick<DeadLetter, "event" | "subscription" | "attempts" | "diedAt">): string {
  return letterRow(diedAt, [event.eventId, subscription.random, attempts]);
}
