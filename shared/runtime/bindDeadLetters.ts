import { type Queues } from "../storage/createQueues";
import { type Tables } from "../storage/createTables";
import { countDeadLetters } from "../storage/deadLetters/countDeadLetters";
import { createRedrive } from "../storage/deadLetters/createRedrive";
import { listDeadLetters } from "../storage/deadLetters/listDeadLetters";
import { listDueRedrives } from "../storage/deadLetters/listDueRedrives";
import { loadRedrive } from "../storage/deadLetters/loadRedrive";
import { markRedriven } from "../storage/deadLetters/markRedriven";
import { saveRedrive } from "../storage/deadLetters/saveRedrive";
import { storeDeadLetters } from "../storage/deadLetters/storeDeadLetters";
import { reviveDelivery } from "../storage/deliveries/reviveDelivery";
import { reopenEvent } from "../storage/instanceState/reopenEvent";
import { countPoison } from "../storage/poison/countPoison";
import { listPoison } from "../storage/poison/listPoison";
import { markPoisonRedriven } from "../storage/poison/markPoisonRedriven";
import { storePoison } from "../storage/poison/storePoison";
import { queueRedrive } from "../storage/queue/queueRedrive";
import { type Report } from "../storage/rows/mapRows";

export type LetterTables = Pick<Tables, "instanceState" | "deliveries" | "deadLetters">;

/** The storage functions of dead letters, poison and redrives, bound to their tables and queue. */
export function bindDeadLetters(
  { instanceState, deliveries, deadLetters }: LetterTables,
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
