import { type Chunk, type ChunkReference, LANES, type Lane } from "../model/delivery";
import { type Instant } from "../model/instant";

const PUT_BACK = /-w(\d+)$/;
const MOST_SECONDS = 60;

/** 1, 2, 4… 60 s, spread over half of it more or less: those that found no turn at a host do not all come back at once. */
export function putBackSeconds(chunkId: string, random: number): number {
  return Math.min(2 ** timesPutBack(chunkId), MOST_SECONDS) * (0.5 + random);
}

/**
 * What found no turn, by the lane it goes to: chunks that follow this one, so that a busy host costs a chunk of its own for
 * each delivery no more than a free one. An id says how often it was put back, and where the lane changed: none comes twice.
 */
export function planPutBacks(
  chunk: Chunk,
  waiting: readonly { readonly reference: ChunkReference; readonly lane: Lane }[],
  dueAt: Instant,
): readonly Chunk[] {
  return LANES.flatMap((lane) => {
    const references = waiting.filter((each) => each.lane === lane).map(({ reference }) => reference);
    const chunkId = putBackId(chunk, lane);
    return references.length === 0
      ? []
      : [{ event: chunk.event, chunkId, references, lane, claims: 0, dueAt, requeues: 0 }];
  });
}

function putBackId({ chunkId, lane: from }: Chunk, lane: Lane): string {
  const root = lane === from ? chunkId.replace(PUT_BACK, "") : `${chunkId}-${lane}`;
  return `${root}-w${timesPutBack(chunkId) + 1}`;
}

function timesPutBack(chunkId: string): number {
  return Number(PUT_BACK.exec(chunkId)?.[1] ?? 0);
}
