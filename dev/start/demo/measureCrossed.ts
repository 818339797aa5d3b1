import { callbackScene } from "./callbackScene";

export const measureCrossed = callbackScene({
  title: "A flow is called when a business measure has fallen below a threshold",
  trigger: "measure-threshold-crossed",
  flow: "measure-flow",
  wants: () => ({
    says: 'A flow subscribes to the measure "TotalRevenue" falling below 1,000,000; it is 1,204,331.75.',
    body: { measureName: "TotalRevenue", threshold: 1_000_000, direction: "below" },
  }),
  happens: () => ({
    says: "The measure is evaluated and is 990,000.",
    control: "measures/TotalRevenue",
    body: { value: 990_000 },
  }),
});
