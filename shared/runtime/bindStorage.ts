import { type Queues } from "../storage/createQueues";
import { type Tables } from "../storage/createTables";
import { claimChunk } from "../storage/deliveries/claimChunk";
import { listChunks } from "../storage/deliveries/listChunks";
import { loadChunk } from "../storage/deliveries/loadChunk";
import { recordAttempts } from "../storage/deliveries/recordAttempts";
import { requeueChunk } from "../storage/deliveries/requeueChunk";
import { storeChunks } from "../storage/deliveries/storeChunks";
import { type CommitDeps, commitChange } from "../storage/instanceState/commitChange";
import { countPending } from "../storage/instanceState/countPending";
import { hasPending } from "../storage/instanceState/hasPending";
import { listDuePending } from "../storage/instanceState/listDuePending";
import { listGaps } from "../storage/instanceState/listGaps";
import { loadEvent } from "../storage/instanceState/loadEvent";
import { loadLedgerEnd } from "../storage/instanceState/loadLedgerEnd";
import { loadPending } from "../storage/instanceState/loadPending";
import { loadSubjects } from "../storage/instanceState/loadSubjects";
import { removePending } from "../storage/instanceState/removePending";
import { removeSubjects } from "../storage/instanceState/removeSubjects";
import { savePending } from "../storage/instanceState/savePending";
import { queueDelivery } from "../storage/queue/queueDelivery";
import { queueDispatch } from "../storage/queue/queueDispatch";
import { queuePoll } from "../storage/queue/queuePoll";
import { type Report } from "../storage/rows/mapRows";
import { countSuspended } from "../storage/subscriptions/countSuspended";
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
import { type Sealing } from "../storage/subscriptions/subscriptionValues";
import { suspendSubscriptions } from "../storage/subscriptions/suspendSubscriptions";
import { claimWatch } from "../storage/watches/claimWatch";
import { listDueWatches } from "../storage/watches/listDueWatches";
import { listWatchedInstances } from "../storage/watches/listWatchedInstances";
import { loadWatch } from "../storage/watches/loadWatch";
import { removeWatch } from "../storage/watches/removeWatch";
import { rescheduleWatch } from "../storage/watches/rescheduleWatch";
import { touchWatch } from "../storage/watches/touchWatch";
import { bindDeadLetters } from "./bindDeadLetters";
import { bindHistory } from "./bindHistory";

export interface StorageDeps extends CommitDeps {
  readonly sealing: Sealing;
  readonly report: Report;
}

/** Every storage function, bound to its table or queue. Tests bind the same functions to tables in memory. */
export function bindStorage(tables: Omit<Tables, "rateLimits">, queues: Queues, deps: StorageDeps) {
  const { subscriptions, watches, instanceState, deliveries } = tables;
  const { sealing, report, now } = deps;
  return {
    ...bindDeadLetters(tables, queues, report),
    ...bindHistory(tables, deps),
    claimChunk: claimChunk(deliveries, now),
    listChunks: listChunks(deliveries, report),
    loadChunk: loadChunk(deliveries),
    recordAttempts: recordAttempts(deliveries),
    requeueChunk: requeueChunk(deliveries),
    storeChunks: storeChunks(deliveries, report),
    commitChange: commitChange(instanceState, deps),
    countPending: countPending(instanceState, report),
    hasPending: hasPending(instanceState),
    listDuePending: listDuePending(instanceState, report),
    listGaps: listGaps(instanceState, report),
    loadEvent: loadEvent(instanceState),
    loadLedgerEnd: loadLedgerEnd(instanceState),
    loadPending: loadPending(instanceState),
    loadSubjects: loadSubjects(instanceState, report),
    removePending: removePending(instanceState),
    removeSubjects: removeSubjects(instanceState),
    savePending: savePending(instanceState),
    countSuspended: countSuspended(subscriptions, report),
    indexCallback: indexCallback(subscriptions),
    indexConnection: indexConnection(subscriptions),
    isCrossed: isCrossed(subscriptions),
    listByCallback: listByCallback(subscriptions, report),
    loadMatching: loadMatching(subscriptions, sealing),
    loadInterest: loadInterest(subscriptions, report),
    loadSubscription: loadSubscription(subscriptions, sealing),
    matchSubscriptions: matchSubscriptions(subscriptions, report),
    removeSubscriptions: removeSubscriptions(subscriptions),
    resumeSubscriptions: resumeSubscriptions(subscriptions),
    saveHealth: saveHealth(subscriptions),
    saveSubscription: saveSubscription(subscriptions, sealing),
    suspendSubscriptions: suspendSubscriptions(subscriptions),
    claimWatch: claimWatch(watches),
    listDueWatches: listDueWatches(watches, report),
    listWatchedInstances: listWatchedInstances(watches, report),
    loadWatch: loadWatch(watches),
    removeWatch: removeWatch(watches),
    rescheduleWatch: rescheduleWatch(watches, now),
    touchWatch: touchWatch(watches),
    queueDelivery: queueDelivery({ normal: queues.deliveries, slow: queues.slowDeliveries }),
    queueDispatch: queueDispatch(queues.events),
    queuePoll: queuePoll(queues.polls),
  };
}
