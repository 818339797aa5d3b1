import { planRetry } from "../../../shared/delivery/planChunks";
import { daysBefore } from "../../../shared/delivery/purge/purge";
import { type EventReference } from "../../../shared/model/event";
import { type SubscriptionKey } from "../../../shared/model/subscription";
import { type Tables } from "../../../shared/storage/createTables";
import { deadLetterRow } from "../../../shared/storage/deadLetters/deadLetterRows";
import { REDRIVE_PARTITION, fromRedrive } from "../../../shared/storage/deadLetters/redrives";
import { chunkRow, deliveryRow, fromChunk, pageRow } from "../../../shared/storage/deliveries/deliveryRows";
import {
  LEDGER_ROW,
  eventRow,
  fromEvent,
  fromGap,
  fromPending,
  pendingRow,
} from "../../../shared/storage/instanceState/stateRows";
import {
  callbackPartition,
  fromEntry,
  fromHealth,
  fromSubscription,
  subscriptionRow,
} from "../../../shared/storage/subscriptions/subscriptionRows";
import { writeFitting } from "../../../shared/storage/table/writes";
import { type Action, type Table, type Values } from "../../../shared/storage/table/table";
import { aKey, aSubscription } from "../../builders/aSubscription";
import { anEvent } from "../../builders/anEvent";
import { SEALING } from "../../contracts/builders";
import { type PastEvent, type PastInstance, type PastSubscription } from "./past";

type PastTables = Omit<Tables, "rateLimits">;

/** An event's sequence is its index + 1; the superseded ones see the events up to the middle. */
export async function storePast(past: PastInstance, tables: PastTables, now: Date): Promise<void> {
  const { instanceId } = past;
  await tables.instanceState.write(instanceId, [put(LEDGER_ROW, { sequence: past.events.length })]);
  const awaited = past.subscriptions.flatMap(({ isAwaited }, index) => (isAwaited ? [keyOf(instanceId, index)] : []));
  const first = past.events.findIndex(({ state }) => state === "retrying");
  for (const [index, event] of past.events.entries()) {
    const keys = index === first && awaited.length > 0 ? awaited : [aKey("nobody", { instanceId })];
    await storeEvent(event, referenceOf(instanceId, index), keys, { tables, now });
  }
  for (const [index, each] of past.subscriptions.entries())
    await storeSubscription(each, keyOf(instanceId, index), middleOf(past), { table: tables.subscriptions, now });
  const letters = past.letterAges.map((age, index) =>
    put(deadLetterRow(daysBefore(now, age), [index]), { diedAt: daysBefore(now, age) }),
  );
  if (letters.length > 0) await tables.deadLetters.write(instanceId, letters);
  for (const [index, { ageDays, isDone }] of past.redrives.entries()) {
    const at = daysBefore(now, ageDays);
    const redrive = { redriveId: redriveOf(instanceId, index), filter: { instanceId }, claims: 1, redriven: 0 };
    const values = fromRedrive({ ...redrive, passedOver: 0, ...(isDone ? { endedAt: at } : { dueAt: at }) });
    await tables.deadLetters.write(REDRIVE_PARTITION, [put(redriveOf(instanceId, index), values)]);
  }
}

export function referenceOf(instanceId: string, index: number): EventReference {
  return { instanceId, sequence: index + 1, eventId: `evt_${instanceId.slice(0, 1)}${index}` };
}

export function redriveOf(instanceId: string, index: number): string {
  return `${instanceId}-${index}`;
}

export function keyOf(instanceId: string, index: number): SubscriptionKey {
  return aKey(`s${index}`, { instanceId });
}

/** The callback URL of each subscription is its own. */
export function indexOf({ instanceId, random }: SubscriptionKey): string {
  return callbackPartition({ connection: "tests", callbackUrl: `https://flows.example/${instanceId}/${random}` });
}

export function middleOf({ events }: PastInstance): number {
  return Math.floor(events.length / 2);
}

async function storeEvent(
  { ageDays, state, deliveries }: PastEvent,
  reference: EventReference,
  keys: readonly SubscriptionKey[],
  { tables, now }: { readonly tables: PastTables; readonly now: Date },
): Promise<void> {
  const { instanceId, sequence, eventId } = reference;
  const detectedAt = daysBefore(now, ageDays);
  if (state === "gap") {
    const gap = fromGap({ sequence, gapId: eventId, detectedAt });
    await tables.instanceState.write(instanceId, [put(eventRow(sequence), gap)]);
    return;
  }
  const event = put(eventRow(sequence), fromEvent(anEvent({ ...reference, detectedAt })));
  const marker = { event: reference, handedOver: state === "retrying", pages: 1, dueAt: detectedAt };
  const isMarked = state === "unseen" || state === "retrying";
  await tables.instanceState.write(instanceId, [
    event,
    ...(isMarked ? [put(pendingRow(sequence), fromPending(marker))] : []),
  ]);
  const traces = Array.from({ length: deliveries }, (_, index) =>
    put(deliveryRow(aKey(`d${String(index).padStart(3, "0")}.`)), { state: "delivered" }),
  );
  const chunk = { ...planRetry(reference, { subscription: aKey("nobody"), attemptsBefore: 1 }, "normal", detectedAt) };
  const references = keys.map((subscription) => ({ subscription, attemptsBefore: 1 }));
  const hasChunk = state === "retrying" || state === "redriving";
  await writeFitting(tables.deliveries, eventId, [
    put(pageRow(0), { chunks: 1 }),
    ...traces,
    ...(hasChunk ? [put(chunkRow(chunk.chunkId), fromChunk({ ...chunk, references }))] : []),
  ]);
}

async function storeSubscription(
  { ageDays, fate }: PastSubscription,
  key: SubscriptionKey,
  until: number,
  { table, now }: { readonly table: Table; readonly now: Date },
): Promise<void> {
  const at = daysBefore(now, ageDays);
  const entry = fromEntry({ key, order: Date.parse(at) });
  await table.write(indexOf(key), [{ kind: "insert", row: key.random, values: entry }]);
  if (fate === "abandoned") return;
  const subscription = aSubscription({
    key,
    createdAt: daysBefore(now, ageDays + 5),
    ...(fate === "superseded" && { untilSequence: until }),
    ...(fate === "dormant" && {
      health: { state: "dormant", dormantSince: at, cause: "flow-off", slow: false, changedAt: at },
    }),
  });
  const revived = fate === "revived" ? fromHealth({ state: "active", slow: false, changedAt: at }) : {};
  const values = { ...fromSubscription(subscription, SEALING), ...revived };
  const ended = fate === "superseded" ? { endedAt: at } : {};
  await table.write(key.instanceId, [{ kind: "insert", row: subscriptionRow(key), values: { ...values, ...ended } }]);
}

function put(row: string, values: Values): Action {
  return { kind: "upsert", row, values };
}
