import { callbackScene } from "./callbackScene";

export const fullRefreshCompleted = callbackScene({
  title: "A flow is called when a scheduled full refresh has completed",
  trigger: "full-refresh-completed",
  flow: "full-refresh-flow",
  wants: () => ({ says: "A flow subscribes to scheduled full refreshes.", body: {} }),
  happens: () => ({
    says: "The nightly refresh runs.",
    control: "refresh",
    body: { scope: "full", submissionKind: "scheduled", durationSeconds: 6 },
  }),
});
