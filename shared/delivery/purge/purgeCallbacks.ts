/**
 * The purge of the callback index: entries whose subscription does not exist are removed, and a callback with several
 * live subscriptions keeps the newest. The index is written before its subscription, so a host that dies between the
 * two leaves such entries behind.
 */
import { isOlder } from "../../model/subscription";
import { type Allowance } from "./walkPartitions";
import { type FoundSubscription, type IndexEntry, type PurgePorts } from "./ports";

type CallbackPurgeDeps = Pick<
  PurgePorts,
  "nextIndexPage" | "findSubscriptions" | "endSubscription" | "removeIndexEntries"
>;

interface CallbacksPurged {
  readonly cursor: string;
  readonly removed: number;
  readonly settled: number;
}

/** Operations that finding a page takes at most. */
const PAGE_COST = 2;

/** Subscriptions that one operation finds. */
const MAX_FOUND = 16;

/** Does one page of the index after the cursor `after`; undefined when there is none. */
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
  if (asked.length === 0) return { cursor: page.cursor, removed: 0, settled: 0 };
  allowance.left -= Math.ceil(asked.length / MAX_FOUND);
  const found = await deps.findSubscriptions(asked.map(({ key }) => key));
  const settled = mayCompete ? await settleCallback(asked, found, deps) : 0;
  const abandoned = old.filter(({ key }) => !found.has(key.random)).map(({ row }) => row);
  if (abandoned.length > 0) await deps.removeIndexEntries(page.index, abandoned);
  return { cursor: page.cursor, removed: abandoned.length, settled };
}

/**
 * No subscribe takes a day: an entry that old without a subscription belongs to a failed subscribe or a removed one.
 */
const ABANDONED_MS = 86_400_000;

function isOldEntry(order: number, now: Date): boolean {
  return order <= now.getTime() - ABANDONED_MS;
}

/**
 * Leaves one live subscription of a callback and returns how many were ended. When two are made at the same moment, one
 * of the two subscribes normally ends the older; this ends it if both died before they could. The older one sees events
 * up to where the newer begins; one of another instance has no event to end at and gets no more.
 */
export async function settleCallback(
  entries: readonly IndexEntry[],
  found: ReadonlyMap<string, FoundSubscription>,
  { endSubscription }: Pick<PurgePorts, "endSubscription">,
): Promise<number> {
  const live = entries.filter(({ key }) => found.get(key.random)?.isLive).toSorted((a, b) => (isOlder(a, b) ? -1 : 1));
  const newest = live.pop();
  if (!newest) return 0;
  const begin = found.get(newest.key.random)?.afterSequence ?? 0;
  for (const { key } of live) await endSubscription(key, key.instanceId === newest.key.instanceId ? begin : 0);
  return live.length;
}
