import { assert, double, property } from "fast-check";
import { type StoredEvent } from "../../../shared/model/event";
import { parseTraceparent } from "../../../shared/model/log";
import { fromEvent, toEvent } from "../../../shared/storage/instanceState/eventRows";
import { type Value } from "../../../shared/storage/table/table";
import { anEvent } from "../../contracts/builders";

function throughRow(event: StoredEvent, changes: Record<string, Value> = {}): StoredEvent | undefined {
  const entries = Object.entries({ ...fromEvent(event), ...changes }).filter(
    (entry): entry is [string, Value] => entry[1] !== undefined,
  );
  return toEvent({ row: "event:1", version: "v", values: Object.fromEntries(entries) });
}

const EVENT: StoredEvent = { ...anEvent({ instanceId: "i" }), sequence: 1 };

test.each<Partial<StoredEvent>>([
  {},
  { traits: { submissionKind: "ondemand", outcome: "any ö" } },
  { crossing: { previous: -1, current: 1e308 } },
  { traits: {}, crossing: { previous: 0, current: 5e-324 } },
])("an event with %j comes back from its row, with nothing more", (given) => {
  expect(throughRow({ ...EVENT, ...given })).toStrictEqual({ ...EVENT, ...given });
});

test("any step comes back to the last bit", () => {
  const anyNumber = double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0); // -0 is 0
  const comesBack = property(anyNumber, anyNumber, (previous, current) => {
    const crossing = { previous, current };
    expect(throughRow({ ...EVENT, crossing })?.crossing).toEqual(crossing);
  });
  expect(() => assert(comesBack)).not.toThrow();
});

test.each([
  { criteria: "{" },
  { criteria: "[]" },
  { criteria: `{"crossing":{"previous":1}}` },
  { criteria: `{"crossing":{"previous":1,"current":null}}` },
  { criteria: `{"traits":{"outcome":1}}` },
  { kind: "gap", trigger: "none" },
])("a row with %j is no event", (changes) => {
  expect(throughRow({ ...EVENT, crossing: { previous: 1, current: 2 } }, changes)).toBeUndefined();
});

test("an event keeps the trace that it was found in; a row without one, or with none that is one, is an event all the same", () => {
  const traceparent = parseTraceparent(`00-${"ab".repeat(16)}-${"cd".repeat(8)}-01`);
  expect(throughRow({ ...EVENT, ...(traceparent && { traceparent }) })).toStrictEqual({ ...EVENT, traceparent });
  expect(throughRow(EVENT, { traceparent: "00-nonsense" })).toStrictEqual(EVENT);
});
