import * as fc from "fast-check";
import { parseDeliveryTask, parseDispatchTask, parsePollTask } from "../../shared/validation/parseTask";
import { aKey } from "../builders/aSubscription";
import { INSTANCE_ID } from "../builders/anEvent";
import { codedErrorOf } from "../codedErrorOf";

const POLL = { instanceId: INSTANCE_ID };
const DISPATCH = { ...POLL, sequence: 1, eventId: `evt_${"0a".repeat(16)}` };
const DELIVERY = { ...DISPATCH, chunkId: "page-00000-00", claim: 1 };

const PARSERS: readonly (readonly [string, (message: unknown) => unknown, object])[] = [
  ["PollTask", parsePollTask, POLL],
  ["DispatchTask", parseDispatchTask, DISPATCH],
  ["DeliveryTask", parseDeliveryTask, DELIVERY],
];

test.each(PARSERS)("a right %s is given back", (_, parse, task) => {
  expect(parse(structuredClone(task))).toEqual(task);
});

test.each(PARSERS)("a %s without one of its fields is refused by the field's name", (target, parse, task) => {
  for (const field of Object.keys(task)) {
    const rest = Object.fromEntries(Object.entries(task).filter(([name]) => name !== field));
    expect(codedErrorOf(() => parse(rest))).toMatchObject({
      code: "invalid-task",
      target,
      message: `not a ${target}: ${field} is required`,
    });
  }
});

test.each<[string, unknown, RegExp]>([
  ["instanceId", "default", /instanceId must match/],
  ["instanceId", INSTANCE_ID.toUpperCase(), /instanceId must match/],
  ["instanceId", null, /instanceId must be a string/],
  ["sequence", 0, /sequence must be >= 1/],
  ["sequence", 1.5, /sequence must be an integer/],
  ["sequence", "1", /sequence must be an integer/],
  ["eventId", "evt_x", /eventId must match/],
  ["chunkId", "", /chunkId must match/],
  ["chunkId", "a/b", /chunkId must match/],
  ["chunkId", "x".repeat(101), /chunkId must match/],
  ["claim", 0, /claim must be >= 1/],
])("a delivery task whose %s is %j is refused by the field's name", (field, value, reason) => {
  expect(() => parseDeliveryTask({ ...DELIVERY, [field]: value })).toThrow(reason);
});

const STORED = {
  references: [{ subscription: aKey(), attemptsBefore: 0 }],
  lane: "normal",
  version: "W/1",
};

test("a DeliveryTask may carry its chunk", () => {
  const task = { ...DELIVERY, stored: STORED };
  expect(parseDeliveryTask(structuredClone(task))).toEqual(task);
});

test.each<[object, RegExp]>([
  [{ references: [] }, /stored.references must NOT have fewer than 1 items/],
  [{ references: Array.from({ length: 17 }, () => STORED.references[0]) }, /must NOT have more than 16 items/],
  [{ references: [{ attemptsBefore: 0 }] }, /stored.references.0.subscription is required/],
  [{ references: [{ subscription: { ...aKey(), trigger: "x" }, attemptsBefore: 0 }] }, /subscription.trigger must be/],
  [{ references: [{ subscription: aKey(), attemptsBefore: -1 }] }, /attemptsBefore must be >= 0/],
  [{ lane: "fast" }, /stored.lane must be/],
  [{ version: "" }, /stored.version must not be empty/],
])("a DeliveryTask whose chunk has %j is refused with the reason", (changes, reason) => {
  expect(() => parseDeliveryTask({ ...DELIVERY, stored: { ...STORED, ...changes } })).toThrow(reason);
});

test("several mistakes are told at once", () => {
  expect(() => parseDeliveryTask({ ...DELIVERY, claim: 0, sequence: 0 })).toThrow(/sequence must be.*; claim must be/);
});

test.each([undefined, null, "", "{}", 7, [], "not JSON"])("the message %j is no task", (message) => {
  for (const [target, parse] of PARSERS)
    expect(() => parse(message)).toThrow(`not a ${target}: message must be an object`);
});

test("whatever is in a queue is a task or is refused with the code that sends it to the poison queue", () => {
  const someFields = { instanceId: fc.oneof(fc.constant(INSTANCE_ID), fc.anything()), sequence: fc.anything() };
  const almost = fc.record(someFields, { requiredKeys: [] });
  fc.assert(
    fc.property(fc.oneof(fc.anything(), almost), (message) => {
      expect(codedErrorOf(() => parseDispatchTask(message)).code).toBe("invalid-task");
      expect(codedErrorOf(() => parseDeliveryTask(message)).code).toBe("invalid-task");
    }),
  );
});

test("a refusal does not show what the message held", () => {
  expect(codedErrorOf(() => parsePollTask({ instanceId: "canary-secret" })).message).not.toContain("canary");
});

test.each(PARSERS)("what a %s only tells of itself is dropped where it makes no sense", (_, parse, task) => {
  const showsAt = "2026-11-20T12:00:00.0000000Z";
  expect(parse({ ...task, showsAt })).toEqual({ ...task, showsAt });
  for (const wrong of ["soon", 5, null, {}]) expect(parse({ ...task, showsAt: wrong })).toEqual(task);
});

test("a PollTask's trace is kept when it is one, and else dropped: no poll is poison for it", () => {
  const traceparent = `00-${"ab".repeat(16)}-${"cd".repeat(8)}-01`;
  expect(parsePollTask({ ...POLL, traceparent })).toEqual({ ...POLL, traceparent });
  for (const wrong of [traceparent.toUpperCase(), `${traceparent}-x`, 1, null, {}])
    expect(parsePollTask({ ...POLL, traceparent: wrong })).toEqual(POLL);
});
