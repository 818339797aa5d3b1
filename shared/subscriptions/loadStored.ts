import { CodedError } from "../model/errors";
import { type Subscription, type SubscriptionKey } from "../model/subscription";

/** A stored subscription as far as those that take its place need it. */
export interface Stored extends Pick<Subscription, "key" | "untilSequence"> {
  /** Absent when it cannot be read. */
  readonly whole?: Subscription;
}

export interface LoadDeps {
  readonly loadSubscription: (key: SubscriptionKey) => Promise<Subscription | undefined>;
}

/**
 * Undefined when it is not there. One that cannot be read, such as one whose encryption key is gone, counts as live: to save or
 * delete its flow is what helps against that, so it must not be what fails.
 */
export async function loadStored(key: SubscriptionKey, { loadSubscription }: LoadDeps): Promise<Stored | undefined> {
  try {
    const whole = await loadSubscription(key);
    if (!whole) return undefined;
    const { untilSequence } = whole;
    return { key, whole, ...(untilSequence !== undefined && { untilSequence }) };
  } catch (error) {
    if (!(error instanceof CodedError) || error.code === "storage-unavailable") throw error;
    return { key };
  }
}
