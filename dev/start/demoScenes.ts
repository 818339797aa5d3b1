/** The scenes of the demo, one for each trigger: what a flow wants, and what makes it happen in the simulator. */
import { type Scene, callbackScene } from "./demoCallback";

export const refreshFailed = callbackScene({
  title: "A flow is called when the refresh of a data source has failed",
  trigger: "data-source-refresh-failed",
  flow: "refresh-failed-flow",
  wants: ({ example: { dataSourceId, dataSourceName } }) => ({
    says: `A flow subscribes to failed refreshes of "${dataSourceName}".`,
    body: { dataSourceId },
  }),
  happens: ({ example: { dataSourceId } }) => ({
    says: "The refresh of the source fails for good.",
    control: "refresh",
    body: { scope: "source", dataSourceId, outcomes: { [dataSourceId]: "fail" } },
  }),
});

const refreshSucceeded = callbackScene({
  title: "A flow is called when the refresh of a data source has succeeded, also after a failed try",
  trigger: "data-source-refresh-succeeded",
  flow: "refresh-succeeded-flow",
  wants: () => ({ says: "A flow subscribes to successful refreshes of any data source.", body: {} }),
  happens: ({ example: { dataSourceId } }) => ({
    says: "The refresh of a source fails once, is retried and succeeds.",
    control: "refresh",
    body: { scope: "source", dataSourceId, outcomes: { [dataSourceId]: "fail-once" } },
  }),
});

const segmentCrossed = callbackScene({
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

const measureCrossed = callbackScene({
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

const fullRefreshCompleted = callbackScene({
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

const unificationCompleted = callbackScene({
  title: "A flow is called when customer profiles have been unified",
  trigger: "unification-completed",
  flow: "unification-flow",
  wants: () => ({ says: "A flow subscribes to unification.", body: {} }),
  happens: () => ({
    says: "Somebody unifies the customer profiles.",
    control: "refresh",
    body: { scope: "unification", submissionKind: "onDemand" },
  }),
});

/** Every scene, in the order in which they are played. */
export const SCENES: readonly Scene[] = [
  refreshFailed,
  refreshSucceeded,
  segmentCrossed,
  measureCrossed,
  fullRefreshCompleted,
  unificationCompleted,
];
