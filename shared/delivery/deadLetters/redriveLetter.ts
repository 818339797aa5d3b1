import { type DeadLetter } from "../../model/deadLetter";
import { type Chunk } from "../../model/delivery";
import { CodedError } from "../../model/errors";
import { type EventReference, type StoredEvent } from "../../model/event";
import { type Instant, after, toInstant } from "../../model/instant";
import { type Subscription, type SubscriptionKey } from "../../model/subscription";
import { RECOVERY_SECONDS } from "../recovery";
import { planRedrive } from "./planRedrive";

export interface RedriveLetterDeps {
  readonly loadEvent: (event: EventReference) => Promise<StoredEvent | undefined>;
  readonly loadSubscription: (key: SubscriptionKey) => Promise<Subscription | undefined>;
  /** One transaction: the delivery is not dead any more, and has this chunk. "revived" also when that was done before. */
  readonly reviveDelivery: (chunk: Chunk) => Promise<"revived" | "gone">;
  /** Makes the event's pending marker, or changes its version so that nobody removes it now. */
  readonly reopenEvent: (event: EventReference, dueAt: Instant) => Promise<void>;
  readonly queueDelivery: (chunk: Chunk, delaySeconds: number) => Promise<void>;
  readonly markRedriven: (letter: DeadLetter, redriveId: string, at: Instant) => Promise<void>;
  readonly now: () => Date;
}

/**
 * Delivers a dead letter again; may be done again at any point. The chunk comes before the marker: a sweep that has seen no
 * chunk removes the marker only by the version from before. False when the event or the subscription is gone.
 */
export async function redriveLetter(letter: DeadLetter, redriveId: string, deps: RedriveLetterDeps): Promise<boolean> {
  const subscription = await findReceiver(letter, deps);
  if (!subscription) return false;
  const { event } = letter;
  const dueAt = after(deps.now(), RECOVERY_SECONDS);
  const chunk = planRedrive(letter, subscription.health, dueAt);
  if ((await deps.reviveDelivery(chunk)) === "gone") return false;
  await deps.reopenEvent(event, dueAt);
  await deps.queueDelivery(chunk, 0);
  await deps.markRedriven(letter, redriveId, toInstant(deps.now()));
  return true;
}

/** Undefined when the event or the subscription is gone. One row that cannot be read must not hold up all the others. */
async function findReceiver(
  { event, subscription }: DeadLetter,
  deps: RedriveLetterDeps,
): Promise<Subscription | undefined> {
  try {
    const [found, subscribed] = await Promise.all([deps.loadEvent(event), deps.loadSubscription(subscription)]);
    return found && subscribed;
  } catch (error) {
    if (error instanceof CodedError && error.code !== "storage-unavailable") return undefined;
    throw error;
  }
}
