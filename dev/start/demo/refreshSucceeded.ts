import { callbackScene } from "./callbackScene";

export const refreshSucceeded = callbackScene({
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
