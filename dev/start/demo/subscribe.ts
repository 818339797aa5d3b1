import { LOCAL_API_KEY } from "../localApiKey";
import { requestJson } from "./requestJson";
import { type Stage } from "./scene";

const BASELINE_TIMEOUT_MS = 20_000;

/**
 * Subscribes a flow as Power Automate does and returns the `Location` to DELETE, once the poll that subscribing asks
 * for has seen the state that later events are measured against.
 */
export async function subscribe(stage: Stage, trigger: string, body: object): Promise<string> {
  const { instanceId } = stage.example;
  const polled = stage.logs.next("poll.completed", { instanceId, outcome: "ok" }, BASELINE_TIMEOUT_MS);
  const url = `${stage.hostUrl}/api/instances/${instanceId}/triggers/${trigger}`;
  const [headers] = await Promise.all([requestJson("POST", url, { body, expect: 201, apiKey: LOCAL_API_KEY }), polled]);
  const location = headers.get("location");
  if (!location) throw new Error(`POST ${url} answered without a Location`);
  return location;
}
