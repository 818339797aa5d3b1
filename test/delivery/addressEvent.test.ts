import { addressEvent } from "../../shared/delivery/addressEvent";
import { anEvent } from "../builders/anEvent";
import { aKey } from "../builders/aSubscription";

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
    const { fields } = addressEvent(event, aKey("a", { threshold: THRESHOLD }));
    expect(fields).toEqual({ value: current, threshold: 100, direction });
  },
);

test("an event that is no crossing is the same for everybody", () => {
  const event = anEvent();
  expect(addressEvent(event, aKey())).toBe(event);
});
