/**
 * The rows of the table Deliveries. An event is a partition; it has a row for each chunk that has not ended, for each
 * delivery, and for each page of subscriptions whose chunks were stored.
 */
import { defined } from "../../model/defined";
import {
  type Chunk,
  type ChunkReference,
  DELIVERY_STATES,
  type DeliveryState,
  type DeliveryStatus,
  LANES,
  type Lane,
  type ReceiverAnswer,
  type StoredChunk,
} from "../../model/delivery";
import { type Instant } from "../../model/instant";
import { parseJson } from "../../model/text";
import { DIRECTIONS, type SubscriptionKey } from "../../model/subscription";
import { KEY_COLUMNS, type KeyRow, OPTIONAL_KEY_COLUMNS, fromKey, toKey } from "../subscriptions/subscriptionRows";
import { escapeKey } from "../table/keys";
import {
  ANSWER_COLUMNS,
  COUNT,
  INSTANT,
  NUMBER,
  TEXT,
  TRIGGER,
  rowGuard,
  rowSchema,
  toLastAnswer,
} from "../table/rowSchema";
import { type StoredRow, type Values } from "../table/table";

interface ChunkRow {
  readonly instanceId: string;
  readonly sequence: number;
  readonly eventId: string;
  readonly chunkId: string;
  readonly references: string;
  readonly claims: number;
  readonly dueAt: Instant;
  readonly requeues: number;
  readonly lane: Lane;
  readonly notBefore?: Instant;
  /** The end of the running claim's lease. The sweep changes `dueAt`, never this. */
  readonly leaseUntil?: Instant;
}

const isChunkRow = rowGuard<ChunkRow>(
  rowSchema(
    {
      instanceId: TEXT,
      sequence: COUNT,
      eventId: TEXT,
      chunkId: TEXT,
      references: TEXT,
      claims: COUNT,
      dueAt: INSTANT,
      requeues: COUNT,
      lane: { enum: LANES },
    },
    { notBefore: INSTANT, leaseUntil: INSTANT },
  ),
);

const THRESHOLD = rowSchema({ value: NUMBER, direction: { enum: DIRECTIONS } });

const KEY = rowSchema(
  { instanceId: TEXT, trigger: TRIGGER, resourceHash: TEXT, random: TEXT },
  { threshold: THRESHOLD },
);

const areReferences = rowGuard<readonly ChunkReference[]>({
  type: "array",
  items: rowSchema({ subscription: KEY, attemptsBefore: COUNT }, { connection: TEXT, redrivenAfter: COUNT }),
});

/** A chunk with the end of its lease, which only its row has. */
export interface LeasedChunk extends StoredChunk {
  readonly leaseUntil?: Instant;
}

export function toChunk({ values, version }: StoredRow): LeasedChunk | undefined {
  if (!isChunkRow(values)) return undefined;
  const { instanceId, sequence, eventId, chunkId, claims, dueAt, requeues, lane, notBefore, leaseUntil } = values;
  const references = parseJson(values.references);
  if (!areReferences(references)) return undefined;
  const event = { instanceId, sequence, eventId };
  const chunk: Chunk = { event, chunkId, references, claims, dueAt, requeues, lane, ...defined({ notBefore }) };
  return { chunk, version, ...defined({ leaseUntil }) };
}

export const CHUNK_PREFIX = "chunk:";

/** The beginning of the row keys of the chunks that one page of subscriptions was planned into. */
export function pageChunks(page: number): string {
  return `${CHUNK_PREFIX}page-${pad(page)}-`;
}

function pad(page: number): string {
  return String(page).padStart(5, "0");
}

const OPTIONAL = {
  ...OPTIONAL_KEY_COLUMNS,
  ...ANSWER_COLUMNS,
  connection: TEXT,
  cause: TEXT,
  attemptedAt: INSTANT,
  nextAttemptAt: INSTANT,
};

type DeliveryRow = KeyRow &
  ReceiverAnswer &
  Pick<DeliveryStatus, "state" | "connection" | "cause" | "attemptedAt" | "nextAttemptAt"> & {
    readonly attempt: number;
  };

const isDeliveryRow = rowGuard<DeliveryRow>(
  rowSchema({ ...KEY_COLUMNS, state: { enum: DELIVERY_STATES }, attempt: COUNT }, OPTIONAL),
);

export function toDeliveryStatus({ values }: StoredRow): DeliveryStatus | undefined {
  if (!isDeliveryRow(values)) return undefined;
  const { state, attempt, connection, cause, attemptedAt, nextAttemptAt } = values;
  const subscription = toKey(values);
  if (!subscription) return undefined;
  return {
    subscription,
    state,
    attempts: attempt,
    lastAnswer: toLastAnswer(values),
    ...defined({ connection, cause, attemptedAt, nextAttemptAt }),
  };
}

export function chunkRow(chunkId: string): string {
  return CHUNK_PREFIX + escapeKey(chunkId);
}

/** The row that says that a page's chunks were stored. It stays when they have ended. */
export function pageRow(page: number): string {
  return `page:${pad(page)}`;
}

export const DELIVERY_PREFIX = "delivery:";

export function deliveryRow({ random }: { readonly random: string }): string {
  return DELIVERY_PREFIX + escapeKey(random);
}

export function fromChunk({ event, chunkId, references, claims, dueAt, requeues, lane, notBefore }: Chunk): Values {
  const { instanceId, sequence, eventId } = event;
  return {
    instanceId,
    sequence,
    eventId,
    chunkId,
    references: JSON.stringify(references),
    claims,
    dueAt,
    requeues,
    lane,
    notBefore,
  };
}

/** The latest attempt, as the row of a delivery keeps it. */
export interface DeliveryValues {
  readonly state: DeliveryState;
  readonly attempt: number;
  readonly chunkId: string;
  /** The connection of the subscription; absent while the first attempt is made. */
  readonly connection?: string | undefined;
  readonly claimId?: string;
  readonly leaseUntil?: Instant;
  readonly status?: number | undefined;
  readonly errorCode?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  readonly durationMs?: number | undefined;
  readonly attemptedAt?: Instant | undefined;
  readonly nextAttemptAt?: Instant | undefined;
}

/**
 * The values of a delivery's row. It has the parts of the subscription's key, by which it can be found and redriven.
 */
export function fromDelivery(key: SubscriptionKey, latest: DeliveryValues): Values {
  return { ...fromKey(key), ...latest };
}
