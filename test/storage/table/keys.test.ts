import { assert, property, string } from "fast-check";
import { chunkRow, deliveryRow, pageChunks, pageRow } from "../../../shared/storage/deliveries/deliveryRows";
import { eventRow, pendingRow, subjectRow } from "../../../shared/storage/instanceState/stateRows";
import { escapeKey, prefixRange } from "../../../shared/storage/table/keys";

test.each([
  ["plain_Name-1", "plain_Name-1"],
  ["a/b\\c#d?e", "a~002fb~005cc~0023d~003fe"],
  ["tab\there", "tab~0009here"],
  ["tilde~", "tilde~007e"],
  ["v1.2", "v1~002e2"],
  ["é😀", "~00e9~d83d~de00"],
  ["\uD83D", "~d83d"],
  ["", ""],
])("%j becomes %j", (text, key) => {
  expect(escapeKey(text)).toBe(key);
});

test("any text becomes a short key of allowed characters", () => {
  const text = string({ unit: "binary", maxLength: 2_000 });
  const isKey = property(text, (each) => /^[\w~-]{0,400}$/.test(escapeKey(each)));
  expect(() => assert(isKey)).not.toThrow();
});

test("two texts never share a key", () => {
  const text = string({ unit: "binary", maxLength: 150 });
  const differs = property(text, text, (one, other) => one === other || escapeKey(one) !== escapeKey(other));
  expect(() => assert(differs)).not.toThrow();
  const long = "x".repeat(400);
  expect(escapeKey(`${long}a`)).not.toBe(escapeKey(`${long}b`));
  expect(escapeKey(`${long}\uD800`)).not.toBe(escapeKey(`${long}\uD801`));
});

const RANDOM = "ABCDEFGHIJKLMNOPQRST-_";

test.each([
  [subjectRow("data-source.a/b"), "subject:data-source~002ea~002fb"],
  [eventRow(1), "event:9007199254740990"],
  [eventRow(1_000), "event:9007199254739991"],
  [pendingRow(1), "pending:0000000000000001"],
  [chunkRow("page-00000-62"), "chunk:page-00000-62"],
  [chunkRow(`retry-${RANDOM}-001`), `chunk:retry-${RANDOM}-001`],
  [pageChunks(3), "chunk:page-00003-"],
  [pageRow(3), "page:00003"],
  [deliveryRow({ random: RANDOM }), `delivery:${RANDOM}`],
])("a row key is %s", (key, expected) => {
  expect(key).toBe(expected);
});

test("newer events come first, older markers come first", () => {
  const sequences = [1, 2, 9, 10, 99, 100, 2 ** 40];
  expect(sequences.map((each) => eventRow(each)).toSorted()).toEqual(
    sequences.map((each) => eventRow(each)).toReversed(),
  );
  expect(sequences.map((each) => pendingRow(each)).toSorted()).toEqual(sequences.map((each) => pendingRow(each)));
});

test.each([
  ["subject:", { from: "subject:", before: "subject;" }],
  ["trigger.", { from: "trigger.", before: "trigger/" }],
])("the keys that begin with %j are %j", (prefix, range) => {
  expect(prefixRange(prefix)).toEqual(range);
});
