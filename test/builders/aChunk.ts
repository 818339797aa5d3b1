import { type Chunk, type StoredChunk } from "../../shared/model/delivery";
import { toReference } from "../../shared/model/event";
import { anEvent } from "./anEvent";
import { anInstant } from "./anInstant";
import { aKey } from "./aSubscription";

export function aChunk(changes: Partial<Chunk> = {}): Chunk {
  return {
    event: toReference(anEvent()),
    chunkId: "page-00000-00",
    references: [{ subscription: aKey(), attemptsBefore: 0 }],
    lane: "normal",
    claims: 0,
    dueAt: anInstant(),
    requeues: 0,
    ...changes,
  };
}

export function aStoredChunk(changes: Partial<Chunk> = {}): StoredChunk {
  return { chunk: aChunk(changes), version: "1" };
}
