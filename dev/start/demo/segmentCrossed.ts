import { callbackScene } from "./callbackScene";

export const segmentCrossed = callbackScene({
  title: "A flow is called when a segment has grown past a threshold",
  trigger: "segment-threshold-crossed",
  flow: "segment-flow",
  wants: () => ({
    says: 'A flow subscribes to the segment "HighValueCustomers" growing past 100 members; it has 60.',
    body: { segmentName: "HighValueCustomers", threshold: 100 },
  }),
  happens: () => ({
    says: "The segment is evaluated and has 120 members.",
    control: "segments/HighValueCustomers",
    body: { count: 120 },
  }),
});
