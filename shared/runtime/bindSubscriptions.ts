import { type Tables } from "../storage/createTables";
import { type Report } from "../storage/rows/mapRows";
import { countByConnection } from "../storage/subscriptions/countByConnection";
import { countSuspended } from "../storage/subscriptions/countSuspended";
import { countUnwell } from "../storage/subscriptions/countUnwell";
import { endSubscription } from "../storage/subscriptions/endSubscription";
import { indexCallback } from "../storage/subscriptions/indexCallback";
import { indexConnection } from "../storage/subscriptions/indexConnection";
import { isCrossed } from "../storage/subscriptions/isCrossed";
import { listByCallback } from "../storage/subscriptions/listByCallback";
import { loadInterest } from "../storage/subscriptions/loadInterest";
import { loadMatching } from "../storage/subscriptions/loadMatching";
import { loadSubscription } from "../storage/subscriptions/loadSubscription";
import { matchSubscriptions } from "../storage/subscriptions/matchSubscriptions";
import { removeSubscription } from "../storage/subscriptions/removeSubscription";
import { removeSubscriptions } from "../storage/subscriptions/removeSubscriptions";
import { resumeSubscriptions } from "../storage/subscriptions/resumeSubscriptions";
import { saveHealth } from "../storage/subscriptions/saveHealth";
import { saveSubscription } from "../storage/subscriptions/saveSubscription";
import { type Sealing } from "../storage/subscriptions/subscriptionValues";
import { suspendSubscriptions } from "../storage/subscriptions/suspendSubscriptions";

export interface SubscriptionDeps {
  readonly sealing: Sealing;
  readonly report: Report;
}

/** What is stored of subscriptions, as functions bound to their table. */
export function bindSubscriptions(
  { subscriptions }: Pick<Tables, "subscriptions">,
  { sealing, report }: SubscriptionDeps,
) {
  return {
    countByConnection: countByConnection(subscriptions),
    countSuspended: countSuspended(subscriptions, report),
    countUnwell: countUnwell(subscriptions, report),
    endSubscription: endSubscription(subscriptions),
    indexCallback: indexCallback(subscriptions),
    indexConnection: indexConnection(subscriptions),
    isCrossed: isCrossed(subscriptions),
    listByCallback: listByCallback(subscriptions, report),
    loadMatching: loadMatching(subscriptions, sealing),
    loadInterest: loadInterest(subscriptions, report),
    loadSubscription: loadSubscription(subscriptions, sealing),
    matchSubscriptions: matchSubscriptions(subscriptions, report),
    removeSubscription: removeSubscription(subscriptions),
    removeSubscriptions: removeSubscriptions(subscriptions),
    resumeSubscriptions: resumeSubscriptions(subscriptions),
    saveHealth: saveHealth(subscriptions),
    saveSubscription: saveSubscription(subscriptions, sealing),
    suspendSubscriptions: suspendSubscriptions(subscriptions),
  };
}
