import { type PurgeDeps } from "../delivery/purge/purge";
import { type Tables } from "../storage/createTables";
import { findSubscriptions } from "../storage/purge/findSubscriptions";
import { listDeliveryTraces } from "../storage/purge/listDeliveryTraces";
import { listEndedSubscriptions } from "../storage/purge/listEndedSubscriptions";
import { listOldEvents } from "../storage/purge/listOldEvents";
import { listOpenEvents } from "../storage/purge/listOpenEvents";
import { nextIndexPage } from "../storage/purge/nextIndexPage";
import { nextPurgePlace } from "../storage/purge/nextPurgePlace";
import { loadPurgePlace, savePurgePlace } from "../storage/purge/purgePlaces";
import { removeDeliveryTraces } from "../storage/purge/removeDeliveryTraces";
import { removeEndedSubscriptions } from "../storage/purge/removeEndedSubscriptions";
import { removeEvents } from "../storage/purge/removeEvents";
import { removeIndexEntries } from "../storage/purge/removeIndexEntries";
import { removeOldLetters } from "../storage/purge/removeOldLetters";
import { type Report } from "../storage/rows/mapRows";
import { endSubscription } from "../storage/subscriptions/endSubscription";

type PurgeStorage = Omit<PurgeDeps, "listChunks" | "purgeAges" | "purgeOperations" | "now" | "log">;

/** The storage functions of the purge. */
export function bindPurge(
  { subscriptions, watches, instanceState, deliveries, deadLetters }: Omit<Tables, "rateLimits">,
  report: Report,
): PurgeStorage {
  return {
    nextPurgePlace: nextPurgePlace({ events: instanceState, "dead-letters": deadLetters, subscriptions }),
    loadPurgePlace: loadPurgePlace(watches),
    savePurgePlace: savePurgePlace(watches),
    listOpenEvents: listOpenEvents(instanceState),
    listOldEvents: listOldEvents(instanceState, report),
    removeEvents: removeEvents(instanceState),
    listDeliveryTraces: listDeliveryTraces(deliveries),
    removeDeliveryTraces: removeDeliveryTraces(deliveries),
    removeOldLetters: removeOldLetters(deadLetters),
    listEndedSubscriptions: listEndedSubscriptions(subscriptions, report),
    removeEndedSubscriptions: removeEndedSubscriptions(subscriptions),
    nextIndexPage: nextIndexPage(subscriptions, report),
    findSubscriptions: findSubscriptions(subscriptions),
    endSubscription: endSubscription(subscriptions),
    removeIndexEntries: removeIndexEntries(subscriptions),
  };
}
