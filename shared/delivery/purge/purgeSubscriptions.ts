import { type StoredChunk } from "../../model/delivery";
import { type EventReference } from "../../model/event";
import { type Instant } from "../../model/instant";
import { type Version } from "../../model/subject";
import { type SubscriptionKey } from "../../model/subscription";
import { type OpenEvent } from "./purgeEvents";
import { type Allowance } from "./walkPlaces";

/** A subscription as far as its age goes. */
export interface EndedSubscription {
  readonly key: SubscriptionKey;
  readonly version: Version;
  readonly dormantSince?: Instant;
  /** When a later one took over, and the last event that this one sees. */
  readonly ended?: { readonly at: Instant; readonly sequence: number };
}

export interface SubscriptionPurgeDeps {
  /** Those that are dormant or superseded. */
  readonly listEndedSubscriptions: (instanceId: string) => Promise<readonly EndedSubscription[]>;
  readonly listOpenEvents: (instanceId: string) => Promise<readonly OpenEvent[]>;
  readonly listChunks: (event: EventReference) => Promise<readonly StoredChunk[]>;
  /** Removes those whose version is still the given one, at most 100: one that was revived meanwhile stays. */
  readonly removeEndedSubscriptions: (instanceId: string, ended: readonly EndedSubscription[]) => Promise<void>;
}

const MAX_CONCURRENT = 100;

/**
 * Removes an instance's subscriptions that have been dormant or superseded for long. Their entries in the callback index are
 * abandoned then, and go with others of the kind. The watch goes with the next poll, when nobody is interested any more.
 */
export async function purgeSubscriptions(
  instanceId: string,
  until: Instant,
  allowance: Allowance,
  deps: SubscriptionPurgeDeps,
): Promise<number> {
  const ended = await deps.listEndedSubscriptions(instanceId);
  allowance.left -= 2;
  const over = ended.filter((subscription) => isSubscriptionOver(subscription, until));
  if (over.length === 0) return 0;
  const open = await loadOpenDeliveries(instanceId, allowance, deps);
  const unawaited = over.filter((subscription) => !isAwaited(subscription, open));
  let removed = 0;
  for (let start = 0; start < unawaited.length && allowance.left > 0; start += MAX_CONCURRENT) {
    const batch = unawaited.slice(start, start + MAX_CONCURRENT);
    await deps.removeEndedSubscriptions(instanceId, batch);
    allowance.left -= 1;
    removed += batch.length;
  }
  return removed;
}

/** True of a subscription that has been dormant or superseded for long enough. */
function isSubscriptionOver({ dormantSince, ended }: EndedSubscription, until: Instant): boolean {
  return (dormantSince !== undefined && dormantSince <= until) || (ended !== undefined && ended.at <= until);
}

/** What may still be delivered in an instance. */
interface OpenDeliveries {
  readonly events: readonly OpenEvent[];
  /** Random parts of the subscriptions that are in a chunk. */
  readonly awaited: ReadonlySet<string>;
}

/** All of it, whatever is left of the allowance: what is not known to be delivered must stay. */
async function loadOpenDeliveries(
  instanceId: string,
  allowance: Allowance,
  deps: SubscriptionPurgeDeps,
): Promise<OpenDeliveries> {
  const events = await deps.listOpenEvents(instanceId);
  const awaited = new Set<string>();
  for (const { event } of events) {
    const chunks = event ? await deps.listChunks(event) : [];
    for (const { subscription } of chunks.flatMap(({ chunk }) => chunk.references)) awaited.add(subscription.random);
  }
  allowance.left -= 1 + events.length;
  return { events, awaited };
}

/** True when an event is on its way to a subscription, or may be: it is not handed over yet. */
function isAwaited({ key, ended }: EndedSubscription, { events, awaited }: OpenDeliveries): boolean {
  const last = ended?.sequence ?? Infinity;
  return awaited.has(key.random) || events.some(({ handedOver, sequence }) => !handedOver && sequence <= last);
}
