import { daysBefore } from "../../../shared/delivery/purge/purge";
import { deadLetterRow } from "../../../shared/storage/deadLetters/deadLetterRows";
import { eventRow } from "../../../shared/storage/instanceState/stateRows";
import { subscriptionRow } from "../../../shared/storage/subscriptions/subscriptionRows";
import { type PastEvent, type PastInstance, type PastSubscription } from "./past";
import { indexOf, keyOf, middleOf, redriveOf, referenceOf } from "./storePast";

/** Days that things are kept in these tests. */
export const AGES = { events: 30, deadLetters: 90, subscriptions: 30 };
const ENTRY_DAYS = 1;

/** Rows as `table/partition/row`, of deliveries `table/partition`; in no order. */
export interface Expected {
  readonly stay: readonly string[];
  readonly go: readonly string[];
}

/** What a purge at `now` has to leave and to remove, said in other words than the purge has. */
export function expectedOf(past: PastInstance, now: Date): Expected {
  const { instanceId } = past;
  const named: (readonly [string, boolean])[] = [
    ...past.events.flatMap((event, index) => {
      const { sequence, eventId } = referenceOf(instanceId, index);
      const goes = event.ageDays > AGES.events && (event.state === "done" || event.state === "gap");
      const own = [`InstanceState/${instanceId}/${eventRow(sequence)}`, goes] as const;
      return event.state === "gap" ? [own] : [own, [`Deliveries/${eventId}`, goes] as const];
    }),
    ...past.subscriptions.flatMap((subscription, index) => {
      const key = keyOf(instanceId, index);
      const goes = isGoing(subscription, past);
      const hasRow = subscription.fate !== "abandoned";
      const entry = hasRow ? goes : subscription.ageDays > ENTRY_DAYS;
      const row = [`Subscriptions/${instanceId}/${subscriptionRow(key)}`, goes] as const;
      return [...(hasRow ? [row] : []), [`Subscriptions/${indexOf(key)}/${key.random}`, entry] as const];
    }),
    ...past.letterAges.map((ageDays, index) => {
      const row = deadLetterRow(daysBefore(now, ageDays), [index]);
      return [`DeadLetters/${instanceId}/${row}`, ageDays > AGES.deadLetters] as const;
    }),
    ...past.redrives.map(({ ageDays, isDone }, index) => {
      const goes = isDone && ageDays > AGES.deadLetters;
      return [`DeadLetters/redrives/${redriveOf(instanceId, index)}`, goes] as const;
    }),
  ];
  const pick = (wanted: boolean): string[] => named.filter(([, goes]) => goes === wanted).map(([name]) => name);
  return { stay: pick(false), go: pick(true) };
}

function isGoing({ ageDays, fate, isAwaited }: PastSubscription, past: PastInstance): boolean {
  if (ageDays < AGES.subscriptions) return false;
  if (isAwaited && past.events.some(({ state }) => state === "retrying")) return false;
  const seen = fate === "superseded" ? past.events.slice(0, middleOf(past)) : past.events;
  return (fate === "dormant" || fate === "superseded") && seen.every(({ state }: PastEvent) => state !== "unseen");
}
