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
import { claimWatch } from "../storage/watches/claimWatch";
import { listDueWatches } from "../storage/watches/listDueWatches";
import { listWatchedInstances } from "../storage/watches/listWatchedInstances";
import { loadWatch } from "../storage/watches/loadWatch";
import { removeWatch } from "../storage/watches/removeWatch";
import { rescheduleWatch } from "../storage/watches/rescheduleWatch";
import { touchWatch } from "../storage/watches/touchWatch";
import { bindDeadLetters } from "./bindDeadLetters";
import { bindHistory } from "./bindHistory";
import { bindPurge } from "./bindPurge";
import { type SubscriptionDeps, bindSubscriptions } from "./bindSubscriptions";

export interface StorageDeps extends CommitDeps, SubscriptionDeps {}

/** Every storage function, bound to its table or queue. Tests bind the same functions to tables in memory. */
export function bindStorage(tables: Omit<Tables, "rateLimits">, queues: Queues, deps: StorageDeps) {
  const { watches, instanceState, deliveries } = tables;
  const { report, now } = deps;
  return {
    ...bindDeadLetters(tables, queues, deps),
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
    ...bindSubscriptions(tables, deps),
    claimWatch: claimWatch(watches),
    listDueWatches: listDueWatches(watches, report),
    listWatchedInstances: listWatchedInstances(watches, report),
    loadWatch: loadWatch(watches),
    removeWatch: removeWatch(watches),
    rescheduleWatch: rescheduleWatch(watches, now),
    touchWatch: touchWatch(watches),
    queueDelivery: queueDelivery({ normal: queues.deliveries, slow: queues.slowDeliveries }, now),
    queueDispatch: queueDispatch(queues.events, now),
    queuePoll: queuePoll(queues.polls, now),
    ...bindPurge(tables, report),
  };
}
