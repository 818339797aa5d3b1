import { recordPoison } from "../../../shared/delivery/deadLetters/poison";
import { type PoisonMessage, type PoisonQueue } from "../../../shared/model/deadLetter";
import { CodedError } from "../../../shared/model/errors";
import { toReference } from "../../../shared/model/event";
import { fromRedrive } from "../../../shared/storage/deadLetters/redrives";
import { chunkRow, fromChunk } from "../../../shared/storage/deliveries/deliveryRows";
import { eventRow, fromEvent, fromPending, pendingRow } from "../../../shared/storage/instanceState/stateRows";
import { subscriptionRow } from "../../../shared/storage/subscriptions/subscriptionRows";
import { type Values } from "../../../shared/storage/table/table";
import { parsePoison } from "../../../shared/validation/parsePoison";
import { aChunk } from "../../builders/aChunk";
import { aPending } from "../../builders/aPending";
import { aKey } from "../../builders/aSubscription";
import { INSTANCE_ID, anEvent } from "../../builders/anEvent";
import { anInstant } from "../../builders/anInstant";
import { type PoisonWorld, aPoisonWorld } from "./poisonWorld";

const EVENT = toReference(anEvent());
const RETRY_ID = `retry-${aKey().random}-001`;
const TASK = { ...EVENT, chunkId: RETRY_ID, claim: 2 };
const METADATA = { id: "message-1", insertionTime: "2026-11-20T10:00:00+00:00" };
const ODD: Values = { state: "from another version" };
const REDRIVE = { redriveId: "r", filter: { instanceId: INSTANCE_ID, connection: "c" }, claims: 0 };

function aMessage(queue: PoisonQueue, task: unknown): PoisonMessage {
  return parsePoison(queue, task, METADATA);
}

type Plant = readonly [keyof PoisonWorld["tables"], string, string, Values];

const CHUNK: Plant = ["deliveries", EVENT.eventId, chunkRow(RETRY_ID), fromChunk(aChunk({ chunkId: RETRY_ID }))];
const MARKER: Plant = ["instanceState", INSTANCE_ID, pendingRow(7), fromPending(aPending())];
const HANDED_OVER: Plant = ["instanceState", INSTANCE_ID, pendingRow(7), fromPending(aPending({ handedOver: true }))];
const WATCH: Plant = [
  "watches",
  "watch",
  INSTANCE_ID,
  { instanceId: INSTANCE_ID, nextPollAt: anInstant(), failures: 0 },
];
const OPEN_REDRIVE: Plant = [
  "deadLetters",
  "redrives",
  "r",
  fromRedrive({ ...REDRIVE, dueAt: anInstant(), redriven: 0, passedOver: 0 }),
];

async function poisoned(message: PoisonMessage, plants: readonly Plant[]): Promise<PoisonWorld> {
  const world = aPoisonWorld();
  for (const [table, partition, row, values] of plants)
    await world.tables[table].write(partition, [{ kind: "insert", row, values }]);
  await recordPoison(message, world.deps);
  return world;
}

async function onlyRow({ deps }: PoisonWorld) {
  const { items } = await deps.listPoison({ kind: "poison" }, { top: 10 });
  expect(items).toHaveLength(1);
  return items[0];
}

interface Case {
  readonly what: string;
  readonly message: PoisonMessage;
  readonly plants: readonly Plant[];
  readonly isPending: boolean;
}

const POLL = aMessage("polls", { instanceId: INSTANCE_ID });
const DISPATCH = aMessage("events", EVENT);
const DELIVERY = aMessage("deliveries", TASK);
const REDRIVE_ADVANCE = aMessage("redrives", { redriveId: "r", claim: 1 });
const SPOILT_EVENT: Plant = ["instanceState", INSTANCE_ID, eventRow(7), ODD];

test.each<Case>([
  { what: "poll of an instance that is watched", message: POLL, plants: [WATCH], isPending: true },
  { what: "poll of one that nobody watches", message: POLL, plants: [], isPending: false },
  { what: "dispatch that has not ended", message: DISPATCH, plants: [MARKER], isPending: true },
  { what: "dispatch that has", message: DISPATCH, plants: [HANDED_OVER], isPending: false },
  { what: "delivery in the slow lane", message: aMessage("deliveries-slow", TASK), plants: [CHUNK], isPending: true },
  { what: "delivery whose chunk has ended", message: DELIVERY, plants: [], isPending: false },
  { what: "redrive that has not ended", message: REDRIVE_ADVANCE, plants: [OPEN_REDRIVE], isPending: true },
  { what: "redrive that is unknown", message: REDRIVE_ADVANCE, plants: [], isPending: false },
])("a $what is our fault, and its row says whether it is tried again", async ({ message, plants, isPending }) => {
  expect(await onlyRow(await poisoned(message, plants))).toEqual({ ...message, cause: "our-fault", isPending });
});

test.each<Case & { readonly named: string }>([
  {
    what: "chunk",
    message: DELIVERY,
    plants: [["deliveries", EVENT.eventId, chunkRow(RETRY_ID), ODD]],
    isPending: false,
    named: "chunk:retry-",
  },
  { what: "delivery's event", message: DELIVERY, plants: [CHUNK, SPOILT_EVENT], isPending: true, named: "event:" },
  {
    what: "delivery's subscription",
    message: DELIVERY,
    plants: [
      CHUNK,
      ["instanceState", INSTANCE_ID, eventRow(7), fromEvent(anEvent())],
      ["subscriptions", INSTANCE_ID, subscriptionRow(aKey()), ODD],
    ],
    isPending: true,
    named: "Subscriptions/",
  },
  { what: "dispatch's event", message: DISPATCH, plants: [MARKER, SPOILT_EVENT], isPending: true, named: "event:" },
  {
    what: "marker",
    message: DISPATCH,
    plants: [["instanceState", INSTANCE_ID, pendingRow(7), ODD]],
    isPending: false,
    named: "pending:",
  },
  {
    what: "watch",
    message: POLL,
    plants: [["watches", "watch", INSTANCE_ID, ODD]],
    isPending: false,
    named: "Watches/",
  },
])("a $what that cannot be read is named as the cause", async ({ message, plants, isPending, named }) => {
  const row = await onlyRow(await poisoned(message, plants));
  expect(row).toMatchObject({ cause: "unreadable-row", isPending, unreadable: expect.stringContaining(named) });
  expect(row?.unreadable).not.toContain(aKey().random);
});

test("a message that comes again, also after its work is done, makes no second row and leaves the first", async () => {
  const message = aMessage("deliveries", TASK);
  const world = await poisoned(message, [CHUNK]);
  await world.tables.deliveries.write(EVENT.eventId, [{ kind: "remove", row: chunkRow(RETRY_ID) }]);
  await recordPoison(message, world.deps);
  expect(await onlyRow(world)).toMatchObject({ isPending: true });
});

test("one line tells it, without random parts of ids, and of a text that is no task nothing but length and hash", async () => {
  const { lines } = await poisoned(aMessage("deliveries", TASK), [CHUNK]);
  expect(lines).toEqual([
    expect.objectContaining({
      name: "poison.recorded",
      queue: "deliveries",
      cause: "our-fault",
      pending: true,
      claim: 2,
    }),
  ]);
  const unreadable = await poisoned(aMessage("deliveries", "canary"), []);
  expect(unreadable.lines).toEqual([
    {
      name: "poison.recorded",
      queue: "deliveries",
      cause: "unreadable-message",
      pending: false,
      messageId: "message-1",
      poisonedAt: anInstant(),
      text: { length: 6, hash: expect.any(String) },
    },
  ]);
  expect(JSON.stringify([lines, unreadable.lines])).not.toMatch(new RegExp(`canary|${aKey().random}`));
});

test("a message whose time the host does not tell has that of its recording", async () => {
  const row = await onlyRow(await poisoned(parsePoison("polls", "?", {}), []));
  expect(row?.poisonedAt).toBe(anInstant("2026-11-20T12:00:00Z"));
});

test("recording queues nothing: what failed while it is recorded cannot become poison of poison", async () => {
  const { queues } = await poisoned(aMessage("deliveries", TASK), [CHUNK]);
  expect(queues.flatMap((queue) => queue.takeAll())).toEqual([]);
});

test("when storage is away nothing is judged: the message is kept for another try", async () => {
  const world = aPoisonWorld();
  const fault = new CodedError("storage-unavailable", "storage is away");
  const deps = { ...world.deps, loadChunk: () => Promise.reject(fault) };
  await expect(recordPoison(aMessage("deliveries", TASK), deps)).rejects.toBe(fault);
  expect((await world.deps.listPoison({ kind: "poison" }, { top: 1 })).items).toEqual([]);
});
