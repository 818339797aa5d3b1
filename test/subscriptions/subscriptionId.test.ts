import * as fc from "fast-check";
import { TRIGGERS } from "../../shared/model/event";
import { DIRECTIONS, type SubscriptionKey } from "../../shared/model/subscription";
import {
  ANY_RESOURCE,
  hashResource,
  parseSubscriptionId,
  toSubscriptionId,
} from "../../shared/subscriptions/subscriptionId";
import { aKey } from "../builders/aSubscription";

test("any resource has a mark of its own", () => {
  expect(hashResource(undefined)).toBe(ANY_RESOURCE);
});

test("a resource is 20 hex digits, whatever its name, and never the mark for any", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("any", "", "/\\#?")), (resource) => {
      expect(hashResource(resource)).toMatch(/^[0-9a-f]{20}$/);
      expect(hashResource(resource)).toBe(hashResource(resource));
    }),
  );
});

test.each([
  ["crm", "CRM"],
  ["crm", "crm "],
  ["", "any"],
])("%j and %j are two resources", (one, other) => {
  expect(hashResource(one)).not.toBe(hashResource(other));
});

const hex = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.nat(15).map((digit) => digit.toString(16)), minLength: length, maxLength: length });

const threshold = fc.record({
  value: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  direction: fc.constantFrom(...DIRECTIONS),
});

const someKey: fc.Arbitrary<SubscriptionKey> = fc.record(
  {
    instanceId: fc.uuid(),
    trigger: fc.constantFrom(...TRIGGERS),
    resourceHash: fc.oneof(fc.constant("any"), hex(20)),
    random: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString("base64url")),
    threshold,
  },
  { requiredKeys: ["instanceId", "trigger", "resourceHash", "random"] },
);

function encode(...parts: string[]): string {
  return Buffer.from(parts.join("/")).toString("base64url");
}

test("every key is found again in its id, which needs no escaping in a URL", () => {
  fc.assert(
    fc.property(someKey, (key) => {
      const id = toSubscriptionId(key);
      expect(parseSubscriptionId(id)).toEqual(key);
      expect(id).toMatch(/^[\w-]{1,512}$/);
    }),
  );
});

test("no text but a subscription's own id finds its key", () => {
  const changed = fc
    .tuple(someKey, fc.nat(300), fc.nat(1), fc.string({ maxLength: 2 }))
    .map(([key, at, drop, insert]) => {
      const id = toSubscriptionId(key);
      return id.slice(0, at) + insert + id.slice(at + drop);
    });
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String(), changed), (text) => {
      const key = parseSubscriptionId(text);
      expect(key && toSubscriptionId(key)).toBe(key && text);
    }),
    { numRuns: 2_000 },
  );
});

const { instanceId, trigger, resourceHash, random } = aKey();

test.each([
  ["empty", ""],
  ["padded", `${toSubscriptionId(aKey())}=`],
  ["spaced", ` ${toSubscriptionId(aKey())}`],
  ["too long", toSubscriptionId(aKey()).padEnd(513, "A")],
  ["not encoded", `${instanceId}/${trigger}/${resourceHash}/${random}`],
  ["short of a part", encode(instanceId, trigger, resourceHash)],
  ["one part too long", encode(instanceId, trigger, resourceHash, random, "x")],
  ["of an instance in upper case", encode(instanceId.toUpperCase(), trigger, resourceHash, random)],
  ["of no instance", encode("x", trigger, resourceHash, random)],
  ["of an unknown trigger", encode(instanceId, "data-source-deleted", resourceHash, random)],
  ["of a trigger named like a property", encode(instanceId, "constructor", resourceHash, random)],
  ["of another resource form", encode(instanceId, trigger, "ANY", random)],
  ["with a short random part", encode(instanceId, trigger, resourceHash, random.slice(1))],
  ["with a quote", encode(instanceId, trigger, resourceHash, `${random.slice(1)}'`)],
  ["with a line end", encode(instanceId, trigger, resourceHash, `${random}\n`)],
])("an id that is %s belongs to nothing", (_, id) => {
  expect(parseSubscriptionId(id)).toBeUndefined();
});
