import { type Report } from "../storage/rows/mapRows";
import { countByConnection } from "../storage/subscriptions/countByConnection";
import { countSuspended } from "../storage/subscriptions/countSuspended";
import { endSubscription } from "../storage/subscriptions/endSubscription";
import { indexCallback } from "../storage/subscriptions/indexCallback";
import { indexConnection } from "../storage/subscriptions/indexConnection";
import { isCrossed } from "../storage/subscriptions/isCrossed";
import { listByCallback } from "../storage/subscriptions/listByCallback";
import { loadInterest } from "../storage/subscriptions/loadInterest";
import { loadMatching } from "../storage/subscriptions/loadMatching";
import { loadSubscription } from "../storage/subscriptions/loadSubscription";
import { matchSubscriptions } from "../storage/subscriptions/matchSubscriptions";
import { removeSubscriptions } from "../storage/subscriptions/removeSubscriptions";
import { resumeSubscriptions } from "../storage/subscriptions/resumeSubscriptions";
import { saveHealth } from "../storage/subscriptions/saveHealth";
import { saveSubscription } from "../storage/subscriptions/saveSubscription";
import { suspendSubscriptions } from "../storage/subscriptions/suspendSubscriptions";
import { type Sealing } from "../storage/subscriptions/subscriptionValues";
import { type Table } from "../storage/table/table";

/** What is stored of subscriptions. */
export function bindSubscriptions(subscriptions: Table, sealing: Sealing, report: Report) {
  return {
    countByConnection: countByConnection(subscriptions),
    countSuspended: countSuspended(subscriptions, report),
    endSubscription: endSubscription(subscriptions),
    indexCallback: indexCallback(subscriptions),
    indexConnection: indexConnection(subscriptions),
    isCrossed: isCrossed(subscriptions),
    listByCallback: listByCallback(subscriptions, report),
    loadInterest: loadInterest(subscriptions, report),
    loadMatching: loadMatching(subscriptions, sealing),
    loadSubscription: loadSubscription(subscriptions, sealing),
    matchSubscriptions: matchSubscriptions(subscriptions, report),
    removeSubscriptions: removeSubscriptions(subscriptions),
    resumeSubscriptions: resumeSubscriptions(subscriptions),
    saveHealth: saveHealth(subscriptions),
    saveSubscription: saveSubscription(subscriptions, sealing),
    suspendSubscriptions: suspendSubscriptions(subscriptions),
  };
}
