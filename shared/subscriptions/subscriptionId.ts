/**
 * The public id of a subscription, and the resource part of its key.
 */

import { createHash } from "node:crypto";
import { isTrigger } from "../model/event";
import { type SubscriptionKey } from "../model/subscription";
import { parseThresholdKey, thresholdKey } from "../model/threshold";

const PARTS =
  /^(?<instanceId>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/(?<trigger>[a-z-]+)\/(?<resourceHash>any|[0-9a-f]{20})(?:\/(?<letter>[abe])(?<hex>[0-9a-f]{16}))?\/(?<random>[\w-]{22})$/;

const MAX_LENGTH = 512;

/** The key that an id contains; undefined when no subscription can have this id. */
export function parseSubscriptionId(id: string): SubscriptionKey | undefined {
  const bytes = Buffer.from(id.slice(0, MAX_LENGTH), "base64url");
  // Decoding ignores padding and foreign characters: only the one spelling that was issued is accepted.
  if (bytes.toString("base64url") !== id) return undefined;
  const parts = PARTS.exec(bytes.toString())?.groups;
  return parts && toKey(parts);
}

function toKey({
  letter,
  hex = "",
  ...parts
}: Readonly<Record<string, string | undefined>>): SubscriptionKey | undefined {
  const { instanceId = "", trigger = "", resourceHash = "", random = "" } = parts;
  if (!isTrigger(trigger)) return undefined;
  if (letter === undefined) return { instanceId, trigger, resourceHash, random };
  const threshold = parseThresholdKey(letter, hex);
  return threshold && { instanceId, trigger, resourceHash, threshold, random };
}

/** The part of a key that means "any resource of the instance"; no hash is this short. */
export const ANY_RESOURCE = "any";

/** A resource's CI name or id as a part of a key: 20 hex digits, whatever characters the name has. */
export function hashResource(resource: string | undefined): string {
  return resource === undefined ? ANY_RESOURCE : createHash("sha256").update(resource).digest("hex").slice(0, 20);
}

/**
 * The public id of a subscription: opaque, URL-safe, and containing the row's key. The id is a capability: its holder
 * may end the subscription.
 */
export function toSubscriptionId({ instanceId, trigger, resourceHash, threshold, random }: SubscriptionKey): string {
  const { letter, hex } = threshold ? thresholdKey(threshold) : { letter: "", hex: "" };
  const parts = [instanceId, trigger, resourceHash, ...(threshold ? [letter + hex] : []), random];
  return Buffer.from(parts.join("/")).toString("base64url");
}
