import { type AttemptRecord, type Chunk, type Recorded, type StoredChunk } from "../../shared/model/delivery";
import { type World } from "./deliveryWorld";

interface Recording {
  readonly claimed: StoredChunk;
  readonly records: readonly AttemptRecord[];
  readonly followers: readonly Chunk[];
}

/** What `recordAttempts` does to the rows, done to the world. */
export function recordIn(world: World, { claimed, records, followers }: Recording): Recorded {
  const { chunk, version } = claimed;
  if (world.chunks.get(chunk.chunkId)?.version !== version) return { outcome: "lost" };
  const recorded = new Set(records.map(({ reference }) => reference.subscription.random));
  const references = chunk.references.filter(({ subscription }) => !recorded.has(subscription.random));
  const rest = { chunk: { ...chunk, references }, version: `${version}p` };
  if (references.length === 0) world.chunks.delete(chunk.chunkId);
  else world.chunks.set(chunk.chunkId, rest);
  for (const follower of followers) world.chunks.set(follower.chunkId, { chunk: follower, version: "1" });
  world.records.push(...records);
  return references.length === 0 ? { outcome: "recorded" } : { outcome: "recorded", rest };
}
