import { array, assert, constantFrom, double, integer, oneof, property, record } from "fast-check";
import { DIRECTIONS, type Direction, type Threshold } from "../../../shared/model/subscription";
import { eventRanges } from "../../../shared/storage/subscriptions/matching";
import { subscriptionRow } from "../../../shared/storage/subscriptions/subscriptionRows";
import { aKey, anEvent } from "../../contracts/builders";

const INSTANCE = "7d4a1a3e-4f0e-4c55-8a05-0d6a4f1f1c11";
const TRIGGER = "measure-threshold-crossed";

/** Near each other more often than not, so that steps end on thresholds, too. */
const value = oneof(integer({ min: -5, max: 5 }), double({ noNaN: true, noDefaultInfinity: true }));

test("a step reaches just the thresholds that one who looks at each would fire", () => {
  const thresholds = array(record({ value, direction: constantFrom(...DIRECTIONS) }), { maxLength: 30 });
  const isSame = property(thresholds, value, value, (all, previous, current) => {
    const ranges = eventRanges(anEvent({ instanceId: INSTANCE, trigger: TRIGGER, crossing: { previous, current } }));
    const reached = all.filter((threshold) => {
      const row = subscriptionRow(aKey({ trigger: TRIGGER, resource: "1", threshold }));
      return ranges.filter(({ from, before }) => from <= row && row < before).length === 1;
    });
    expect(reached).toEqual(all.filter((threshold) => fires(threshold, previous, current)));
  });
  expect(() => assert(isSame)).not.toThrow();
});

function fires({ value: threshold, direction }: Threshold, previous: number, current: number): boolean {
  const crossed: Direction[] = [];
  if (previous <= threshold && current > threshold) crossed.push("above", "either");
  if (previous >= threshold && current < threshold) crossed.push("below", "either");
  return crossed.includes(direction);
}

test("an event without a step reaches those to its resource, then those to any", () => {
  const { resource: _, ...whole } = anEvent({ instanceId: INSTANCE });
  const rows = (event: typeof whole): string[] => eventRanges(event).map(({ from }) => from);
  expect(rows(whole)).toEqual(["data-source-refresh-failed.any."]);
  expect(rows(anEvent({ instanceId: INSTANCE, resource: "1" }))).toEqual([
    "data-source-refresh-failed.6b86b273ff34fce19d6b.",
    "data-source-refresh-failed.any.",
  ]);
});
