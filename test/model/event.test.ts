import { toReference } from "../../shared/model/event";
import { anEvent } from "../builders/anEvent";

test("a reference holds what finds the event and nothing of what happened", () => {
  const { instanceId, sequence, eventId } = anEvent();
  expect(toReference(anEvent())).toEqual({ instanceId, sequence, eventId });
});
