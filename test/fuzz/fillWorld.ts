import { handOverEvent } from "../../shared/delivery/handOverEvent";
import { type ReceiverAnswer } from "../../shared/model/delivery";
import { toReference } from "../../shared/model/event";
import { type Subscription } from "../../shared/model/subscription";
import { type Services } from "../../shared/runtime/serviceParts";
import { toSubscriptionId } from "../../shared/subscriptions/subscriptionId";
import { aCaller } from "../builders/aCaller";
import { anEvent } from "../builders/anEvent";
import { aPoison, anUnreadablePoison } from "../builders/aPoison";
import { aKey, aSubscription } from "../builders/aSubscription";
import { aState } from "../contracts/builders";

const { connection } = aCaller();
const KEYS = ["a", "b"].map((name) => aKey(name));
const EVENTS = ["1", "2"].map((digit) => anEvent({ eventId: `evt_${digit.repeat(32)}` }));

/** The ids that are stored once `fillWorld` has run. */
export const SUBSCRIPTION_IDS = KEYS.map(toSubscriptionId);
export const EVENT_IDS = EVENTS.map(({ eventId }) => eventId);

/** Stores two flows that are gone, two events that were sent to them in vain, and poison. */
export async function fillWorld(deps: Services): Promise<void> {
  for (const key of KEYS) await deps.saveSubscription(aFlow(key), []);
  const { instanceId, subjectId } = anEvent();
  const committed = await deps.commitChange(instanceId, { subjectId, state: aState(), events: EVENTS });
  if (committed.outcome !== "committed") throw new Error("nothing was stored");
  for (const event of committed.events) {
    const marker = await deps.loadPending(toReference(event));
    if (marker) await handOverEvent(event, marker, { ...deps, post: postInVain });
  }
  await deps.storePoison(aPoison());
  await deps.storePoison(anUnreadablePoison({ messageId: "message-2" }));
}

function aFlow(key: Subscription["key"]): Subscription {
  return aSubscription({ key, connection, callbackUrl: `https://${key.random}.logic.azure.com/` });
}

function postInVain(): Promise<ReceiverAnswer> {
  return Promise.resolve({ status: 410, durationMs: 1 });
}
