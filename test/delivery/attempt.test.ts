import { addressEvent } from "../../shared/delivery/attempt";
import { aKey } from "../builders/aSubscription";
import { anEvent } from "../builders/anEvent";

const THRESHOLD = { value: 100, direction: "either" } as const;

test.each([
  [90, 110, "above"],
  [110, 90, "below"],
])(
  "a crossing from %i to %i says which threshold was crossed, and that it went %s it",
  (previous, current, direction) => {
    const event = anEvent({
      trigger: "segment-threshold-crossed",
      crossing: { previous, current },
      fields: { value: current },
    });
    const { fields } = addressEvent(event, { subscription: aKey("a", { threshold: THRESHOLD }), attemptsBefore: 0 });
    expect(fields).toEqual({ value: current, threshold: 100, direction });
  },
);

test("an event that is no crossing is the same for everybody", () => {
  const event = anEvent();
  expect(addressEvent(event, { subscription: aKey(), attemptsBefore: 3 })).toBe(event);
});

test("a delivery that was redriven says so, and keeps its eventId", () => {
  const event = anEvent();
  const told = addressEvent(event, { subscription: aKey(), attemptsBefore: 13, redrivenAfter: 12 });
  expect(told).toEqual({ ...event, fields: { ...event.fields, redelivery: true } });
});
