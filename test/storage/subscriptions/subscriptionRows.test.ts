import { assert, constantFrom, double, property } from "fast-check";
import { DIRECTIONS, type SubscriptionKey } from "../../../shared/model/subscription";
import {
  callbackPartition,
  directionPrefix,
  fromKey,
  parseSubscriptionRow,
  resourcePrefix,
  subscriptionRow,
  thresholdPrefix,
  toKey,
  triggerPrefix,
} from "../../../shared/storage/subscriptions/subscriptionRows";

const KEY: SubscriptionKey = {
  instanceId: "7d4a1a3e-4f0e-4c55-8a05-0d6a4f1f1c11",
  trigger: "segment-threshold-crossed",
  resourceHash: "0123456789abcdef0123",
  random: "ABCDEFGHIJKLMNOPQRST-_",
};
const ABOVE_100: SubscriptionKey = { ...KEY, threshold: { value: 100, direction: "above" } };

const anyNumber = double({ noNaN: true, noDefaultInfinity: true });
const anyDirection = constantFrom(...DIRECTIONS);

test("a subscription's row key names trigger, resource, direction, threshold and random part", () => {
  expect(subscriptionRow(KEY)).toBe("segment-threshold-crossed.0123456789abcdef0123.-.-.ABCDEFGHIJKLMNOPQRST-_");
  expect(subscriptionRow(ABOVE_100)).toBe(
    "segment-threshold-crossed.0123456789abcdef0123.a.c059000000000000.ABCDEFGHIJKLMNOPQRST-_",
  );
});

test("a row key gives its subscription's key back, with or without a threshold", () => {
  expect(parseSubscriptionRow(KEY.instanceId, subscriptionRow(KEY))).toEqual(KEY);
  expect(parseSubscriptionRow(KEY.instanceId, subscriptionRow(ABOVE_100))).toEqual(ABOVE_100);
});

test("any threshold comes back from row keys and from columns, -0 as 0", () => {
  const comesBack = property(anyNumber, anyDirection, (value, direction) => {
    const key = { ...KEY, threshold: { value, direction } };
    const expected = { ...KEY, threshold: { value: value === 0 ? 0 : value, direction } };
    expect(parseSubscriptionRow(KEY.instanceId, subscriptionRow(key))).toEqual(expected);
    expect(toKey(fromKey(key) as never)).toEqual(expected);
  });
  expect(() => assert(comesBack)).not.toThrow();
});

test.each([
  -Number.MAX_VALUE,
  -100.5,
  -1,
  -Number.MIN_VALUE,
  -0,
  0,
  Number.MIN_VALUE,
  2 ** -1022,
  1,
  1 + Number.EPSILON,
  Number.MAX_SAFE_INTEGER,
  Number.MAX_VALUE,
])("%d stands in its place among thresholds", (value) => {
  const others = [-1e300, -2, -1e-300, 0, 1e-300, 1, 2, 1e300];
  for (const other of others) expect(order(rowOf(value), rowOf(other))).toBe(order(value === 0 ? 0 : value, other));
});

test("the order of row keys is the order of thresholds, for each direction", () => {
  const inOrder = property(anyNumber, anyNumber, anyDirection, (one, other, direction) => {
    expect(order(rowOf(one, direction), rowOf(other, direction))).toBe(order(one, other));
  });
  expect(() => assert(inOrder)).not.toThrow();
});

test.each([
  "",
  "segment-threshold-crossed",
  "unheard-of.any.-.-.r",
  "segment-threshold-crossed.any.-.-.",
  "segment-threshold-crossed.any.a.-.r",
  "segment-threshold-crossed.any.-.c059000000000000.r",
  "segment-threshold-crossed.any.x.c059000000000000.r",
  "segment-threshold-crossed.any.a.c059.r",
  "segment-threshold-crossed.any.a.fff0000000000000.r",
  "segment-threshold-crossed.any.a.c059000000000000.r.s",
  "a.b.c.d.e.f",
])("%j is no subscription's row key", (row) => {
  expect(parseSubscriptionRow(KEY.instanceId, row)).toBeUndefined();
});

test.each([{ direction: "x", threshold: "c059000000000000" }, { direction: "a" }, { direction: "a", threshold: "5" }])(
  "columns with %j are no key",
  (columns) => {
    expect(toKey({ ...KEY, ...columns } as never)).toBeUndefined();
  },
);

test("the prefixes of triggers, resources, directions and thresholds end where the next part begins", () => {
  const row = subscriptionRow(ABOVE_100);
  expect(row.startsWith(triggerPrefix(KEY.trigger))).toBe(true);
  expect(row.startsWith(resourcePrefix(KEY.trigger, KEY.resourceHash))).toBe(true);
  expect(row.startsWith(resourcePrefix(KEY.trigger, "0123"))).toBe(false);
  expect(row.startsWith(directionPrefix(ABOVE_100))).toBe(true);
  expect(row.startsWith(directionPrefix(KEY))).toBe(false);
  expect(row.startsWith(thresholdPrefix(ABOVE_100))).toBe(true);
  expect(subscriptionRow(KEY).startsWith(thresholdPrefix(KEY))).toBe(true);
});

test("a callback's partition tells connections and URLs apart and shows neither", () => {
  const owner = { connection: "c", callbackUrl: "https://example.com/?sig=s" };
  expect(callbackPartition(owner)).toMatch(/^callback\.[0-9a-f]{64}$/);
  expect(callbackPartition(owner)).toBe(callbackPartition({ ...owner }));
  expect(callbackPartition(owner)).not.toBe(callbackPartition({ ...owner, connection: "d" }));
  expect(callbackPartition(owner)).not.toBe(callbackPartition({ ...owner, callbackUrl: "https://example.com/" }));
});

function rowOf(value: number, direction: (typeof DIRECTIONS)[number] = "above"): string {
  return subscriptionRow({ ...KEY, threshold: { value, direction } });
}

function order<T extends string | number>(one: T, other: T): number {
  if (one === other) return 0; // -0 and 0 are one threshold
  return one < other ? -1 : 1;
}
