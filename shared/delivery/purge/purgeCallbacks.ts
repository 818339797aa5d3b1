import { type SubscriptionKey, isOlder } from "../../model/subscription";
import { type Allowance } from "./walkPlaces";

export interface SettleCallbackDeps {
  /** Ends one that is live; any other is passed over. */
  readonly endSubscription: (key: SubscriptionKey, untilSequence: number) => Promise<void>;
}

/** An entry of a callback's index, made before its subscription; `row` is opaque. */
export interface IndexEntry {
  readonly row: string;
  readonly key: SubscriptionKey;
  /** When it was made, in milliseconds of our clock; a little later where an earlier entry was ahead of it. */
  readonly order: number;
}

/** Some entries of one index; `place` says where they end. */
export interface IndexPage {
  readonly place: string;
  readonly index: string;
  readonly entries: readonly IndexEntry[];
  /** The index is that of one callback, not of a connection. */
  readonly isOfCallback: boolean;
}

export interface FoundSubscription {
  /** No other has taken over. */
  readonly isLive: boolean;
  readonly afterSequence: number;
}

export interface CallbackPurgeDeps extends SettleCallbackDeps {
  /** The next up to 100 entries of one index; undefined when there are no more. */
  readonly nextIndexPage: (after: string) => Promise<IndexPage | undefined>;
  /** Those that are stored, by their random parts. */
  readonly findSubscriptions: (keys: readonly SubscriptionKey[]) => Promise<ReadonlyMap<string, FoundSubscription>>;
  readonly removeIndexEntries: (index: string, rows: readonly string[]) => Promise<void>;
}

interface CallbacksPurged {
  readonly place: string;
  readonly removed: number;
  readonly settled: number;
}

/** Operations of looking at a page: finding it, at most two, and its subscriptions, 16 at a time. */
const PAGE_COST = 2;

const MAX_FOUND = 16;

/** One step over the callback index: removes the entries of a page that are abandoned, and leaves a callback one live subscription. */
export async function purgeCallbacks(
  after: string,
  now: Date,
  allowance: Allowance,
  deps: CallbackPurgeDeps,
): Promise<CallbacksPurged | undefined> {
  allowance.left -= PAGE_COST;
  const page = await deps.nextIndexPage(after);
  if (!page) return undefined;
  const old = page.entries.filter(({ order }) => isOldEntry(order, now));
  const mayCompete = page.isOfCallback && page.entries.length > 1;
  const asked = mayCompete ? page.entries : old;
  if (asked.length === 0) return { place: page.place, removed: 0, settled: 0 };
  allowance.left -= Math.ceil(asked.length / MAX_FOUND);
  const found = await deps.findSubscriptions(asked.map(({ key }) => key));
  const settled = mayCompete ? await settleCallback(asked, found, deps) : 0;
  const abandoned = old.filter(({ key }) => !found.has(key.random)).map(({ row }) => row);
  if (abandoned.length > 0) await deps.removeIndexEntries(page.index, abandoned);
  return { place: page.place, removed: abandoned.length, settled };
}

/** No subscribe takes this long: an entry without a subscription is a broken one's, or its subscription is gone. */
const ABANDONED_MS = 86_400_000;

function isOldEntry(order: number, now: Date): boolean {
  return order <= now.getTime() - ABANDONED_MS;
}

/**
 * Leaves one live subscription of a callback. Of two that were made at the same moment the older ends where the newer begins,
 * as soon as one of their subscribes sees both; what died before it could is ended here. One of another instance has no
 * event to end at: it gets no more. Gives how many were ended.
 */
export async function settleCallback(
  entries: readonly IndexEntry[],
  found: ReadonlyMap<string, FoundSubscription>,
  { endSubscription }: SettleCallbackDeps,
): Promise<number> {
  const live = entries.filter(({ key }) => found.get(key.random)?.isLive).toSorted((a, b) => (isOlder(a, b) ? -1 : 1));
  const newest = live.pop();
  if (!newest) return 0;
  const begin = found.get(newest.key.random)?.afterSequence ?? 0;
  for (const { key } of live) await endSubscription(key, key.instanceId === newest.key.instanceId ? begin : 0);
  return live.length;
}
