import { type ReceiverAnswer, type ChunkReference } from "../../shared/model/delivery";
import { toReference } from "../../shared/model/event";
import { type DeliveryTask } from "../../shared/model/task";
import { aChunk } from "../builders/aChunk";
import { anEvent } from "../builders/anEvent";
import { aKey, aSubscription } from "../builders/aSubscription";
import { type World, aWorld, subscribed } from "./deliveryWorld";

export const CHUNK = aChunk();
export const TASK: DeliveryTask = { ...toReference(anEvent()), chunkId: CHUNK.chunkId, claim: 1 };
export const SECRET = "canary-signature";

/** A world with one chunk of deliveries to subscriptions of these names; each has a URL of its own. */
export function aWorldWith(names: readonly string[], attemptsBefore = 0): World {
  const world = aWorld();
  const references = names.map((name): ChunkReference => {
    const callbackUrl = `https://${name}.logic.azure.com/run?sig=${SECRET}`;
    return { subscription: subscribed(world, aSubscription({ key: aKey(name), callbackUrl })).key, attemptsBefore };
  });
  world.chunks.set(CHUNK.chunkId, { chunk: { ...CHUNK, references }, version: "1" });
  return world;
}

export function answering(answers: Record<string, Partial<ReceiverAnswer>>): World["answer"] {
  return ({ url }) => Promise.resolve({ durationMs: 1, ...answers[new URL(url).hostname.split(".")[0] ?? ""] });
}

export function retryId(name: string, attempts: number): string {
  return `retry-${aKey(name).random}-${String(attempts).padStart(3, "0")}`;
}
