import { createHash } from "node:crypto";
import { type Trigger, isTrigger } from "../../model/event";
import { type CallbackOwner, type SubscriptionKey } from "../../model/subscription";
import { parseThresholdKey, thresholdKey } from "../../model/threshold";
import { escapeKey } from "./escapeKey";

/** Stands for direction and threshold where a subscription has none. */
const NONE = "-";
const ROW = /^(?<trigger>[a-z-]+)\.(?<resourceHash>[^.]+)\.(?:-\.-|(?<letter>[^.-])\.(?<hex>[^.]+))\.(?<random>[^.]+)$/;

/** What subscriptions to the same have in common. */
type SharedKey = Pick<SubscriptionKey, "trigger" | "resourceHash" | "threshold">;

/** `trigger.resource.direction.threshold.random`: no part holds a dot, so no key is the beginning of another. */
export function subscriptionRow(key: SubscriptionKey): string {
  return thresholdPrefix(key) + escapeKey(key.random);
}

export function triggerPrefix(trigger: Trigger): string {
  return `${trigger}.`;
}

export function resourcePrefix(trigger: Trigger, resourceHash: string): string {
  return `${triggerPrefix(trigger)}${escapeKey(resourceHash)}.`;
}

/** Subscriptions to a resource whose thresholds have one direction stand in the order of their thresholds. */
export function directionPrefix({ trigger, resourceHash, threshold }: SharedKey): string {
  return `${resourcePrefix(trigger, resourceHash)}${threshold ? thresholdKey(threshold).letter : NONE}.`;
}

export function thresholdPrefix(key: SharedKey): string {
  return `${directionPrefix(key)}${key.threshold ? thresholdKey(key.threshold).hex : NONE}.`;
}

/** The key in a row key; undefined when it is none of a subscription. */
export function parseSubscriptionRow(instanceId: string, row: string): SubscriptionKey | undefined {
  const { trigger = "", resourceHash = "", letter, hex = "", random = "" } = ROW.exec(row)?.groups ?? {};
  if (!isTrigger(trigger)) return undefined;
  const key = { instanceId, trigger, resourceHash, random };
  if (letter === undefined) return key;
  const threshold = parseThresholdKey(letter, hex);
  return threshold && { ...key, threshold };
}

/** The partition that lists all subscriptions of one connection. */
export function connectionPartition(connection: string): string {
  return `connection.${escapeKey(connection)}`;
}

/** A subscription's row there: no capability, since a page's end is told. */
export function connectionRow({ random }: Pick<SubscriptionKey, "random">): string {
  return createHash("sha256").update(random).digest("hex").slice(0, 32);
}

/** The partition that lists the subscriptions of one connection with one callback URL. */
export function callbackPartition({ connection, callbackUrl }: CallbackOwner): string {
  return `callback.${createHash("sha256").update(`${connection}\n${callbackUrl}`).digest("hex")}`;
}
