import { type Chunk, type ChunkReference, LANES, type Lane, type StoredChunk } from "../../model/delivery";
import { type Instant } from "../../model/instant";
import { DIRECTIONS } from "../../model/subscription";
import { parseJson } from "../rows/parseJson";
import { rowGuard } from "../rows/rowGuard";
import { COUNT, INSTANT, NUMBER, TEXT, TRIGGER, rowSchema } from "../rows/rowSchema";
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
  /** Of the running claim; the sweep moves `dueAt`, never this. */
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

/** A chunk with what only its row knows. */
export interface LeasedChunk extends StoredChunk {
  readonly leaseUntil?: Instant;
}

export function toChunk({ values, version }: StoredRow): LeasedChunk | undefined {
  if (!isChunkRow(values)) return undefined;
  const { instanceId, sequence, eventId, chunkId, claims, dueAt, requeues, lane, notBefore, leaseUntil } = values;
  const references = parseJson(values.references);
  if (!areReferences(references)) return undefined;
  const event = { instanceId, sequence, eventId };
  const wait = notBefore === undefined ? {} : { notBefore };
  const chunk: Chunk = { event, chunkId, references, claims, dueAt, requeues, lane, ...wait };
  return leaseUntil === undefined ? { chunk, version } : { chunk, version, leaseUntil };
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
