import { chunkRow, deliveryRow, pageChunks, pageRow } from "../../../shared/storage/deliveries/deliveryRows";
import { eventRow, pendingRow, subjectRow } from "../../../shared/storage/instanceState/stateRows";
import { prefixRange } from "../../../shared/storage/table/keys";

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
