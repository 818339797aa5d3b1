import { type SubscriptionKey } from "../../../shared/model/subscription";
import {
  callbackPartition,
  parseSubscriptionRow,
  resourcePrefix,
  subscriptionRow,
  triggerPrefix,
} from "../../../shared/storage/keys/subscriptionKeys";

const KEY: SubscriptionKey = {
  instanceId: "7d4a1a3e-4f0e-4c55-8a05-0d6a4f1f1c11",
  trigger: "segment-threshold-crossed",
  resourceHash: "0123456789abcdef0123",
  random: "ABCDEFGHIJKLMNOPQRST-_",
};

test("a subscription's row key names trigger, resource, direction, threshold and random part", () => {
  expect(subscriptionRow(KEY)).toBe("segment-threshold-crossed.0123456789abcdef0123.-.-.ABCDEFGHIJKLMNOPQRST-_");
  expect(subscriptionRow(KEY, { direction: "a", threshold: "c059000000000000" })).toBe(
    "segment-threshold-crossed.0123456789abcdef0123.a.c059000000000000.ABCDEFGHIJKLMNOPQRST-_",
  );
});

test("a row key gives its subscription's key back, with or without a threshold", () => {
  expect(parseSubscriptionRow(KEY.instanceId, subscriptionRow(KEY))).toEqual(KEY);
  const row = subscriptionRow(KEY, { direction: "e", threshold: "c059" });
  expect(parseSubscriptionRow(KEY.instanceId, row)).toEqual(KEY);
});

test.each([
  "",
  "segment-threshold-crossed",
  "unheard-of.any.-.-.r",
  "segment-threshold-crossed.any.-.-.",
  "a.b.c.d.e.f",
])("%j is no subscription's row key", (row) => {
  expect(parseSubscriptionRow(KEY.instanceId, row)).toBeUndefined();
});

test("the prefixes of triggers and resources end where the next part begins", () => {
  expect(subscriptionRow(KEY).startsWith(triggerPrefix(KEY.trigger))).toBe(true);
  expect(subscriptionRow(KEY).startsWith(resourcePrefix(KEY.trigger, KEY.resourceHash))).toBe(true);
  expect(subscriptionRow(KEY).startsWith(resourcePrefix(KEY.trigger, "0123"))).toBe(false);
});

test("a callback's partition tells connections and URLs apart and shows neither", () => {
  const owner = { connection: "c", callbackUrl: "https://example.com/?sig=s" };
  expect(callbackPartition(owner)).toMatch(/^callback\.[0-9a-f]{64}$/);
  expect(callbackPartition(owner)).toBe(callbackPartition({ ...owner }));
  expect(callbackPartition(owner)).not.toBe(callbackPartition({ ...owner, connection: "d" }));
  expect(callbackPartition(owner)).not.toBe(callbackPartition({ ...owner, callbackUrl: "https://example.com/" }));
});
