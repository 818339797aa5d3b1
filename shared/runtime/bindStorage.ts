/** The stores of all tables and queues, joined into one object. A function that two stores have does not compile. */
import { type Queues } from "../storage/createQueues";
import { type Tables } from "../storage/createTables";
import { deadLetterStore } from "../storage/deadLetters/deadLetters";
import { poisonStore } from "../storage/deadLetters/poison";
import { redriveStore } from "../storage/deadLetters/redrives";
import { chunkStore } from "../storage/deliveries/chunks";
import { deliveryStore } from "../storage/deliveries/deliveries";
import { eventStore } from "../storage/instanceState/events";
import { pendingStore } from "../storage/instanceState/pending";
import { subjectStore } from "../storage/instanceState/subjects";
import { purgeCursorStore } from "../storage/purgeCursors";
import { queueTasks } from "../storage/queueTasks";
import { healthStore } from "../storage/subscriptions/health";
import { subscriptionIndexStore } from "../storage/subscriptions/indexes";
import { interestStore } from "../storage/subscriptions/interest";
import { matchStore } from "../storage/subscriptions/matching";
import { subscriptionStore } from "../storage/subscriptions/subscriptions";
import { suspensionStore } from "../storage/subscriptions/suspension";
import { type StoreDeps } from "../storage/table/table";
import { watchStore } from "../storage/watches";
import { joinParts } from "./serviceParts";

/** Makes every store on these tables and queues. Tests make the same stores on tables in memory. */
export function bindStorage(tables: Omit<Tables, "rateLimits">, queues: Queues, deps: StoreDeps) {
  const { subscriptions, watches, instanceState, deliveries, deadLetters } = tables;
  return joinParts(
    watchStore(watches, deps),
    subjectStore(instanceState, deps),
    eventStore(instanceState, deps),
    pendingStore(instanceState, deps),
    subscriptionStore(subscriptions, deps),
    subscriptionIndexStore(subscriptions, deps),
    matchStore(subscriptions, deps),
    interestStore(subscriptions, deps),
    suspensionStore(subscriptions, deps),
    healthStore(subscriptions, deps),
    chunkStore(deliveries, deps),
    deliveryStore(deliveries, deps),
    deadLetterStore(tables, deps),
    poisonStore(deadLetters, deps),
    redriveStore(deadLetters, deps),
    purgeCursorStore(tables),
    queueTasks(queues, deps),
  );
}
