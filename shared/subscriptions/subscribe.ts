/**
 * Subscriptions: how a flow subscribes to a trigger, and how it ends that. Finding events and calling flows are the
 * modules detection and delivery.
 *
 * - subscribe.ts: checks a request, stores the new subscription and asks for a baseline poll.
 * - interestCheck.ts: asks CI whether the wanted resource exists.
 * - superseding.ts: one callback has one live subscription; the others end where the newest begins.
 * - unsubscribe.ts: ends a subscription by its id.
 * - subscriptionId.ts: the public id, which is a capability and contains the row's key.
 * `ports.ts` lists all that the module needs of storage, queues and source.
 */

import { defined } from "../model/defined";
import { type Trigger } from "../model/event";
import { addSeconds, toInstant } from "../model/instant";
import {
  type FlowKey,
  type RefreshOptions,
  type Subscription,
  type SubscriptionKey,
  type Threshold,
  isOlder,
  subscriptionHash,
} from "../model/subscription";
import { type Refusal, checkInterest } from "./interestCheck";
import { type SubscriptionPorts } from "./ports";
import { hashResource } from "./subscriptionId";
import { type Superseding, loadStored, planSuperseding, endOlderConcurrent } from "./superseding";

/** Seconds after which a new watch is due, in case the baseline poll that is queued at once gets lost. */
const BASELINE_GRACE_SECONDS = 10;

/** A flow's request, with its form already validated. */
export interface SubscribeRequest {
  /** A uuid in lower case. */
  readonly instanceId: string;
  readonly trigger: Trigger;
  readonly callbackUrl: string;
  /** CI's id or name of one data source, segment or measure; absent: any. */
  readonly resource?: string;
  /** Set for segments and measures. */
  readonly threshold?: Threshold;
  /** Set for full refreshes: which of them the flow wants. */
  readonly refreshOptions?: RefreshOptions;
  /** The hash that identifies the caller. */
  readonly connection: string;
}

interface SubscribeSettings {
  readonly subscriptionsPerConnection: number;
}

export type SubscribeDeps = Omit<SubscriptionPorts, "removeSubscription"> & SubscribeSettings;

export type SubscribeResult =
  | { readonly outcome: "created"; readonly key: SubscriptionKey }
  | { readonly outcome: "refused"; readonly refusal: Refusal };

/**
 * Makes a subscription, always a fresh one, and ends the caller's older ones with the same callback. The order of
 * writes matters. The subscription is stored before any earlier one is removed, so that the flow is never without one,
 * and before its watch is touched, so that nobody retires the watch. The baseline poll comes last.
 */
export async function subscribe(request: SubscribeRequest, deps: SubscribeDeps): Promise<SubscribeResult> {
  // The clock is read first: a slow repetition that a proxy has sent must not count as newer than what was asked for
  // meanwhile.
  const arrivedAt = deps.now().getTime();
  const earlier = await deps.listByCallback(request);
  const order = earlier.reduce((highest, entry) => Math.max(highest, entry.order + 1), arrivedAt);
  const refusal = (await checkSubscriptionLimit(request, deps)) ?? (await checkInterest(request, deps));
  if (refusal) return { outcome: "refused", refusal };
  const { instanceId, connection } = request;
  const key = toKey(request, deps.randomId());
  await deps.indexConnection({ key, connection }, arrivedAt);
  const subscription = toSubscription(request, key, await deps.loadLedgerEnd(instanceId), deps.now());
  await deps.indexCallback(subscription, order);
  const { ended, removed } = await planFor(subscription, order, deps);
  await deps.saveSubscription(subscription, ended);
  await deps.removeSubscriptions(subscription, removed);
  await endOlderConcurrent(subscription, order, deps);
  await deps.touchWatch(instanceId, addSeconds(deps.now(), BASELINE_GRACE_SECONDS));
  await deps.queuePoll({ instanceId, traceparent: deps.traceparent() });
  const { resource } = subscription;
  deps.log({
    name: "subscription.created",
    trigger: key.trigger,
    instanceId,
    ...defined({ resource }),
    ...(key.threshold ? { threshold: key.threshold.value, direction: key.threshold.direction } : {}),
    subscription: subscriptionHash(key),
    superseded: earlier.length,
  });
  return { outcome: "created", key };
}

/**
 * Refuses a subscription to a connection that has reached its limit. A flow that subscribes again is accepted, because
 * its new subscription replaces the old one. Two requests at once may both get the last place.
 */
async function checkSubscriptionLimit(owner: FlowKey, deps: SubscribeDeps): Promise<Refusal | undefined> {
  const most = deps.subscriptionsPerConnection;
  if ((await deps.countByConnection(owner.connection, most)) < most) return undefined;
  const own = await deps.listByCallback(owner);
  return own.length > 0 ? undefined : { reason: "too-many", most };
}

function toKey({ instanceId, trigger, resource, threshold }: SubscribeRequest, random: string): SubscriptionKey {
  const key = { instanceId, trigger, resourceHash: hashResource(resource), random };
  return threshold ? { ...key, threshold } : key;
}

function toSubscription(
  { resource, refreshOptions, callbackUrl, connection }: SubscribeRequest,
  key: SubscriptionKey,
  afterSequence: number,
  now: Date,
): Subscription {
  return {
    key,
    ...defined({ resource, refreshOptions }),
    callbackUrl,
    connection,
    afterSequence,
    createdAt: toInstant(now),
  };
}

/** Plans what happens to the subscriptions before the new one. */
async function planFor(subscription: Subscription, order: number, deps: SubscribeDeps): Promise<Superseding> {
  const mine = { key: subscription.key, order };
  const older = (await deps.listByCallback(subscription)).filter((entry) => isOlder(entry, mine));
  const newestFirst = older.toSorted((a, b) => (isOlder(a, b) ? 1 : -1));
  const earlier = await Promise.all(
    newestFirst.map(async (entry) => ({ ...entry, stored: await loadStored(entry.key, deps) })),
  );
  return planSuperseding(earlier, mine);
}
