/**
 * The work of a `DispatchTask`: an event is handed over to its subscriptions, page by page. The direct way, for the
 * first page in the process that found the event, is `handOverEvent.ts`.
 */
import { type Pending } from "../model/delivery";
import { type StoredEvent, toReference } from "../model/event";
import { addSeconds } from "../model/instant";
import { type DispatchTask, describeDelay } from "../model/task";
import { RECOVERY_SECONDS } from "./lease";
import { advancePending, isForSubscription, planChunks, storePage } from "./planChunks";
import { type DeliveryPorts } from "./ports";

export type DispatchDeps = Pick<
  DeliveryPorts,
  | "loadPending"
  | "loadEvent"
  | "matchSubscriptions"
  | "storeChunks"
  | "queueDelivery"
  | "savePending"
  | "now"
  | "inSpan"
  | "log"
>;

/**
 * Hands an event over: for each page chunks are stored, then queued, then progress is saved, so that it can be taken up
 * again at any point. A repeated task finds the marker gone or handed over and does nothing.
 *
 * The marker is moved before anything is stored, so that no process with an older version of it removes it
 * (`handOverEvent.ts`). It stays until the sweep sees no chunk, even if nobody matches: an earlier try may have stored
 * chunks for subscriptions that are gone now.
 */
export async function dispatchEvent(task: DispatchTask, deps: DispatchDeps): Promise<void> {
  const startedAt = deps.now();
  const reference = toReference(task);
  const line = { ...reference, ...describeDelay(task, startedAt) };
  const [event, marker] = await Promise.all([deps.loadEvent(reference), deps.loadPending(reference)]);
  const attributes = { eventId: task.eventId };
  const span = { name: "dispatchEvent", kind: "consumer", parent: event?.traceparent, startedAt, attributes } as const;
  await deps.inSpan(span, async () => {
    if (!event || !marker || marker.handedOver)
      return deps.log({ name: "event.dispatched", ...line, outcome: "stale" });
    const { outcome, subscriptions } = await handOverPages(event, marker, deps);
    deps.log({ name: "event.dispatched", ...line, outcome, subscriptions });
  });
}

async function handOverPages(
  event: StoredEvent,
  marker: Pending,
  deps: DispatchDeps,
): Promise<{ outcome: "handed-over" | "overtaken"; subscriptions: number }> {
  let pending = await deps.savePending({ ...marker, dueAt: addSeconds(deps.now(), RECOVERY_SECONDS) });
  let subscriptions = 0;
  while (pending && !pending.handedOver) {
    const page = await handOverPage(event, pending, deps);
    subscriptions += page.subscriptions;
    pending = await deps.savePending(page.pending);
  }
  return { outcome: pending ? "handed-over" : "overtaken", subscriptions };
}

/**
 * Stores and queues one page, and returns the marker after it. If an earlier try stored this page, its chunks and
 * cursor are used: subscriptions may have come and gone since.
 */
async function handOverPage(
  event: StoredEvent,
  pending: Pending,
  deps: DispatchDeps,
): Promise<{ subscriptions: number; pending: Pending }> {
  const dueAt = addSeconds(deps.now(), RECOVERY_SECONDS);
  const { items, cursor } = await deps.matchSubscriptions(event, pending.cursor);
  const matches = items.filter((match) => isForSubscription(match, event));
  const chunks = planChunks(pending.event, pending.pages, matches, dueAt);
  const stored = await storePage(pending.event, pending.pages, { chunks, cursor }, deps);
  await Promise.all(stored.chunks.map(({ chunk, version }) => deps.queueDelivery(chunk, 0, version)));
  return { subscriptions: matches.length, pending: advancePending(pending, stored.cursor, dueAt) };
}
