import { type PurgePorts } from "../delivery/purge/ports";
import { type Queues } from "../storage/createQueues";
import { type Tables } from "../storage/createTables";
import { countDeadLetters, listDeadLetters, markRedriven, storeDeadLetters } from "../storage/deadLetters/deadLetters";
import { countPoison, listPoison, markPoisonRedriven, storePoison } from "../storage/deadLetters/poison";
import { createRedrive, listDueRedrives, loadRedrive, saveRedrive } from "../storage/deadLetters/redrives";
import {
  claimChunk,
  listChunks,
  loadChunk,
  recordAttempts,
  requeueChunk,
  storeChunks,
} from "../storage/deliveries/deliveries";
import { listDeliveries, reviveDelivery } from "../storage/deliveries/deliveryHistory";
import { type CommitChangeDeps, commitChange, loadLedgerEnd } from "../storage/instanceState/commitChange";
import { listGaps, listHistory, loadEvent, loadSubjects, removeSubjects } from "../storage/instanceState/events";
import {
  countPending,
  hasPending,
  listDuePending,
  loadPending,
  removePending,
  reopenEvent,
  savePending,
} from "../storage/instanceState/pending";
import {
  listDeliveryTraces,
  listOldEvents,
  listOpenEvents,
  removeDeliveryTraces,
  removeEvents,
} from "../storage/purge/purgeEvents";
import { loadPurgePlace, nextPurgePlace, removeOldDeadLetters, savePurgePlace } from "../storage/purge/purgePlaces";
import {
  findSubscriptions,
  listEndedSubscriptions,
  nextIndexPage,
  removeEndedSubscriptions,
  removeIndexEntries,
} from "../storage/purge/purgeSubscriptions";
import { queueDelivery, queueDispatch, queuePoll, queueRedrive } from "../storage/queueTasks";
import { countUnhealthy, saveHealth } from "../storage/subscriptions/health";
import { loadInterest } from "../storage/subscriptions/interest";
import { listByConnection, loadSubscription } from "../storage/subscriptions/loadSubscription";
import { isCrossed, loadMatching, matchSubscriptions } from "../storage/subscriptions/matching";
import {
  countByConnection,
  endSubscription,
  indexCallback,
  indexConnection,
  listByCallback,
  removeSubscription,
  removeSubscriptions,
  saveSubscription,
} from "../storage/subscriptions/saveSubscription";
import { type Sealing } from "../storage/subscriptions/subscriptionRows";
import { countSuspended, resumeSubscriptions, suspendSubscriptions } from "../storage/subscriptions/suspension";
import { type Report } from "../storage/table/rows";
import {
  claimWatch,
  listDueWatches,
  listWatchedInstances,
  loadWatch,
  removeWatch,
  rescheduleWatch,
  touchWatch,
} from "../storage/watches";

export interface SubscriptionDeps {
  readonly sealing: Sealing;
  readonly report: Report;
}

export interface StorageDeps extends CommitChangeDeps, SubscriptionDeps {}

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

export type DeadLetterTables = Pick<Tables, "instanceState" | "deliveries" | "deadLetters">;

/** The storage functions of dead letters, poison and redrives, bound to their tables and queue. */
export function bindDeadLetters(
  { instanceState, deliveries, deadLetters }: DeadLetterTables,
  { redrives }: Pick<Queues, "redrives">,
  { report, now }: { readonly report: Report; readonly now: () => Date },
) {
  return {
    storeDeadLetters: storeDeadLetters(deliveries, deadLetters),
    listDeadLetters: listDeadLetters(deadLetters, report),
    countDeadLetters: countDeadLetters(deadLetters),
    createRedrive: createRedrive(deadLetters),
    loadRedrive: loadRedrive(deadLetters),
    saveRedrive: saveRedrive(deadLetters),
    listDueRedrives: listDueRedrives(deadLetters, report),
    reviveDelivery: reviveDelivery(deliveries),
    reopenEvent: reopenEvent(instanceState),
    markRedriven: markRedriven(deadLetters),
    queueRedrive: queueRedrive(redrives, now),
    storePoison: storePoison(deadLetters),
    listPoison: listPoison(deadLetters, report),
    countPoison: countPoison(deadLetters),
    markPoisonRedriven: markPoisonRedriven(deadLetters),
  };
}

interface HistoryDeps {
  readonly sealing: Sealing;
  readonly report: Report;
}

/** The lists that callers are shown, bound to their tables. */
export function bindHistory(
  { subscriptions, instanceState, deliveries }: Pick<Tables, "subscriptions" | "instanceState" | "deliveries">,
  deps: HistoryDeps,
) {
  return {
    listHistory: listHistory(instanceState, deps.report),
    listDeliveries: listDeliveries(deliveries, deps),
    listByConnection: listByConnection(subscriptions, deps),
  };
}

/** What is stored of subscriptions, as functions bound to their table. */
export function bindSubscriptions(
  { subscriptions }: Pick<Tables, "subscriptions">,
  { sealing, report }: SubscriptionDeps,
) {
  return {
    countByConnection: countByConnection(subscriptions),
    countSuspended: countSuspended(subscriptions, report),
    countUnwell: countUnhealthy(subscriptions, report),
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

type PurgeStorage = Omit<PurgePorts, "listChunks" | "purgeAges" | "purgeOperations" | "now" | "log">;

/** The storage functions of the purge. */
function bindPurge(
  { subscriptions, watches, instanceState, deliveries, deadLetters }: Omit<Tables, "rateLimits">,
  report: Report,
): PurgeStorage {
  return {
    nextPurgePartition: nextPurgePlace({ events: instanceState, "dead-letters": deadLetters, subscriptions }),
    loadPurgeCursor: loadPurgePlace(watches),
    savePurgeCursor: savePurgePlace(watches),
    listOpenEvents: listOpenEvents(instanceState),
    listOldEvents: listOldEvents(instanceState, report),
    removeEvents: removeEvents(instanceState),
    listDeliveryTraces: listDeliveryTraces(deliveries),
    removeDeliveryTraces: removeDeliveryTraces(deliveries),
    removeOldDeadLetters: removeOldDeadLetters(deadLetters),
    listEndedSubscriptions: listEndedSubscriptions(subscriptions, report),
    removeEndedSubscriptions: removeEndedSubscriptions(subscriptions),
    nextIndexPage: nextIndexPage(subscriptions, report),
    findSubscriptions: findSubscriptions(subscriptions),
    endSubscription: endSubscription(subscriptions),
    removeIndexEntries: removeIndexEntries(subscriptions),
  };
}
