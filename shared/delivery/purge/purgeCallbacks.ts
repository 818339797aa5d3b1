import { type SubscriptionKey } from "../../model/subscription";
import { type Allowance } from "./walkPlaces";

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
}

export interface CallbackPurgeDeps {
  /** The next up to 100 entries of one index; undefined when there are no more. */
  readonly nextIndexPage: (after: string) => Promise<IndexPage | undefined>;
  /** The random parts of those that are stored. */
  readonly findSubscriptions: (keys: readonly SubscriptionKey[]) => Promise<ReadonlySet<string>>;
  readonly removeIndexEntries: (index: string, rows: readonly string[]) => Promise<void>;
}

/** No subscribe takes this long: an entry without a subscription is a broken one's, or its subscription is gone. */
const ABANDONED_MS = 86_400_000;
/** Operations of looking at a page: finding it, at most two, and its subscriptions, 16 at a time. */
const PAGE_COST = 2;
const FOUND_AT_ONCE = 16;

/** One step over the callback index: removes the entries of a page that are abandoned. */
export async function purgeCallbacks(
  after: string,
  now: Date,
  allowance: Allowance,
  deps: CallbackPurgeDeps,
): Promise<{ readonly place: string; readonly removed: number } | undefined> {
  allowance.left -= PAGE_COST;
  const page = await deps.nextIndexPage(after);
  if (!page) return undefined;
  const old = page.entries.filter(({ order }) => isOldEntry(order, now));
  if (old.length === 0) return { place: page.place, removed: 0 };
  allowance.left -= Math.ceil(old.length / FOUND_AT_ONCE);
  const stored = await deps.findSubscriptions(old.map(({ key }) => key));
  const abandoned = old.filter(({ key }) => !stored.has(key.random)).map(({ row }) => row);
  if (abandoned.length > 0) await deps.removeIndexEntries(page.index, abandoned);
  return { place: page.place, removed: abandoned.length };
}

function isOldEntry(order: number, now: Date): boolean {
  return order <= now.getTime() - ABANDONED_MS;
}
