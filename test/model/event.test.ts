import * as fc from "fast-check";
import { TRIGGERS, isTrigger, toReference } from "../../shared/model/event";
import { anEvent } from "../builders/anEvent";

test("a reference holds what finds the event and nothing of what happened", () => {
  const { instanceId, sequence, eventId } = anEvent();
  expect(toReference(anEvent())).toEqual({ instanceId, sequence, eventId });
});

test("there are six triggers", () => {
  expect(TRIGGERS).toHaveLength(6);
  expect(TRIGGERS.every((trigger) => isTrigger(trigger))).toBe(true);
});

test.each(["", "Data-Source-Refresh-Failed", "data-source-refresh-failed ", "constructor", "__proto__"])(
  "%j is no trigger",
  (text) => {
    expect(isTrigger(text)).toBe(false);
  },
);

test("no other text is a trigger", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(isTrigger(text)).toBe(TRIGGERS.some((trigger) => trigger === text));
    }),
  );
});
