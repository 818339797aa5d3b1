import { callbackScene } from "./callbackScene";

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
