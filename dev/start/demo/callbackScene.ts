import { describeCallback } from "./describeCallback";
import { receiveOne } from "./receiveOne";
import { requestJson } from "./requestJson";
import { type Scene, type Stage } from "./scene";
import { subscribe } from "./subscribe";

const CALLBACK_TIMEOUT_MS = 45_000;

/** What one trigger's story needs: what the flow wants, and what makes it happen. */
export interface CallbackStory {
  readonly title: string;
  readonly trigger: string;
  readonly flow: string;
  readonly wants: (stage: Stage) => { readonly says: string; readonly body: object };
  /** A call of the simulator's control interface. */
  readonly happens: (stage: Stage) => { readonly says: string; readonly control: string; readonly body: object };
}

/** A flow subscribes, something happens, the flow is called, the flow unsubscribes. */
export function callbackScene({ title, trigger, flow, wants, happens }: CallbackStory): Scene {
  return {
    title,
    steps: (stage) => {
      const { says: wish, body } = wants(stage);
      const { says: cause, control, body: told } = happens(stage);
      let location = "";
      return [
        {
          says: wish,
          async act() {
            location = await subscribe(stage, trigger, { callbackUrl: stage.flow.callbackUrl(flow), ...body });
            return undefined;
          },
        },
        {
          says: cause,
          async act() {
            const { instanceId } = stage.example;
            const url = `${stage.simulatorUrl}/_control/${control}`;
            await requestJson("POST", url, { body: { instanceId, ...told }, expect: 200 });
            return undefined;
          },
        },
        {
          says: "The flow is called:",
          act: async () => describeCallback(await receiveOne(stage, flow, { trigger, timeoutMs: CALLBACK_TIMEOUT_MS })),
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
}
