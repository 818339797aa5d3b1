import { describeCallback } from "./describeCallback";
import { receiveOne } from "./receiveOne";
import { requestJson } from "./requestJson";
import { type Scene } from "./scene";
import { subscribe } from "./subscribe";

const TRIGGER = "data-source-refresh-failed";
const FLOW = "refresh-failed-flow";

export const refreshFailed: Scene = {
  title: "A flow is called when the refresh of a data source has failed",
  steps: (stage) => {
    const { dataSourceId, dataSourceName, instanceId } = stage.example;
    let location = "";
    return [
      {
        says: `A flow subscribes to failed refreshes of "${dataSourceName}".`,
        async act() {
          location = await subscribe(stage, TRIGGER, { callbackUrl: stage.flow.callbackUrl(FLOW), dataSourceId });
          return undefined;
        },
      },
      {
        says: "The refresh of the source fails for good.",
        async act() {
          const body = { instanceId, scope: "source", dataSourceId, outcomes: { [dataSourceId]: "fail" } };
          await requestJson("POST", `${stage.simulatorUrl}/_control/refresh`, { body, expect: 200 });
          return undefined;
        },
      },
      {
        says: "The flow is called:",
        act: async () => describeCallback(await receiveOne(stage, FLOW, { trigger: TRIGGER, timeoutMs: 30_000 })),
      },
      {
        says: "The flow unsubscribes.",
        async act() {
          await requestJson("DELETE", location, { expect: 204 });
          return undefined;
        },
      },
    ];
  },
};
