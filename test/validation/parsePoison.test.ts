import * as fc from "fast-check";
import { POISON_QUEUES, type PoisonQueue } from "../../shared/model/deadLetter";
import { parsePoison } from "../../shared/validation/parsePoison";
import { INSTANCE_ID } from "../builders/anEvent";
import { anInstant } from "../builders/anInstant";

const METADATA = { id: "4e4f-1", insertionTime: "2026-11-20T10:00:00+00:00", dequeueCount: 1 };
const EVENT = { instanceId: INSTANCE_ID, sequence: 7, eventId: `evt_${"a".repeat(32)}` };
const SECRET = "https://prod-01.logic.azure.com/run?sig=canary";

test.each<[PoisonQueue, object]>([
  ["polls", { instanceId: INSTANCE_ID }],
  ["events", EVENT],
  ["deliveries", { ...EVENT, chunkId: "page-00000-00", claim: 1 }],
  ["deliveries-slow", { ...EVENT, chunkId: "page-00000-00", claim: 3 }],
  ["redrives", { redriveId: "r", claim: 1 }],
])("a task of %s is read as one, without what a task has not", (queue, task) => {
  const { poisoned, messageId, poisonedAt } = parsePoison(queue, { ...task, note: SECRET }, METADATA);
  expect(poisoned).toEqual({ queue, task });
  expect({ messageId, poisonedAt }).toEqual({ messageId: METADATA.id, poisonedAt: anInstant() });
});

test.each<[string, unknown]>([
  ["text", `not JSON, but ${SECRET}`],
  ["an object of another kind", { callbackUrl: SECRET }],
  ["a task of another queue", { redriveId: SECRET, claim: 1 }],
  ["a list", [SECRET]],
  ["nothing", undefined],
  ["a number", 7],
])("of %s only the length and a hash are kept", (_, message) => {
  const parsed = parsePoison("deliveries", message, METADATA);
  expect(parsed.poisoned).toBeUndefined();
  expect(parsed.text).toEqual({ length: expect.any(Number), hash: expect.stringMatching(/^[0-9a-f]{32}$/) });
  expect(JSON.stringify(parsed)).not.toContain("canary");
});

test.each<[string, unknown]>([
  ["no metadata", undefined],
  ["an id that is no text", { ...METADATA, id: 7, insertionTime: 8 }],
  ["an id and a time that are none", { id: `${SECRET} `, insertionTime: "soon" }],
])("with %s there is no message id and no time", (_, metadata) => {
  const parsed = parsePoison("polls", "{", metadata);
  expect(Object.keys(parsed)).toEqual(["queue", "text"]);
});

test("what a message calls its id or its time is not taken for the host's", () => {
  const parsed = parsePoison("polls", { ID: "canary", insertiontime: "2026-11-20T10:00:00Z" }, METADATA);
  expect(Object.keys(parsed)).toEqual(["queue", "text"]);
});

test("nothing that a message or its metadata may be makes it throw", () => {
  fc.assert(
    fc.property(fc.constantFrom(...POISON_QUEUES), fc.anything(), fc.anything(), (queue, message, metadata) => {
      expect(parsePoison(queue, message, metadata).queue).toBe(queue);
    }),
  );
});
