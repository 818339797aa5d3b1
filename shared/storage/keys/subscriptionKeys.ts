import { createHash } from "node:crypto";
import { type CallbackOwner, type SubscriptionKey } from "../../model/subscription";
import { type Trigger, isTrigger } from "../../model/trigger";
import { escapeKey } from "./escapeKey";

/** What a threshold subscription adds to its key; a subscription without a threshold has `-` for both. */
export interface ThresholdKey {
  /** One letter. */
  readonly direction: string;
  /** The threshold as order-preserving hex. */
  readonly threshold: string;
}

const NO_THRESHOLD: ThresholdKey = { direction: "-", threshold: "-" };

/** `trigger.resource.direction.threshold.random`: no part holds a dot, so no key is the beginning of another. */
export function subscriptionRow(key: SubscriptionKey, { direction, threshold }: ThresholdKey = NO_THRESHOLD): string {
  return [key.trigger, escapeKey(key.resourceHash), direction, threshold, escapeKey(key.random)].join(".");
}

export function triggerPrefix(trigger: Trigger): string {
  return `${trigger}.`;
}

export function resourcePrefix(trigger: Trigger, resourceHash: string): string {
  return `${triggerPrefix(trigger)}${escapeKey(resourceHash)}.`;
}

/** The key in a row key; undefined when it is none of a subscription. */
export function parseSubscriptionRow(instanceId: string, row: string): SubscriptionKey | undefined {
  const [trigger = "", resourceHash = "", , , random = "", ...rest] = row.split(".");
  if (!isTrigger(trigger) || resourceHash === "" || random === "" || rest.length > 0) return undefined;
  return { instanceId, trigger, resourceHash, random };
}

/** The partition that lists the subscriptions of one connection with one callback URL. */
export function callbackPartition({ connection, callbackUrl }: CallbackOwner): string {
  return `callback.${createHash("sha256").update(`${connection}\n${callbackUrl}`).digest("hex")}`;
}
