import { AUTHORIZED, anInstance, nextPoll, refresh, subscribe } from "./company";
import { type Stack, startStack } from "./stack";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.stop());

interface List {
  readonly value: readonly Record<string, unknown>[];
  readonly "@odata.nextLink"?: string;
}

async function get(path: string): Promise<List> {
  const response = await fetch(`${stack.host().url}/api/${path}`, { headers: AUTHORIZED });
  expect(response.status).toBe(200);
  return (await response.json()) as List;
}

async function post(path: string, body: object): Promise<Response> {
  return fetch(`${stack.host().url}/api/${path}`, {
    method: "POST",
    headers: { ...AUTHORIZED, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

test("a delivery to a flow that is off is a dead letter, which is redriven when the flow is on again", async () => {
  const { instanceId, dataSources } = await anInstance(stack);
  const { dataSourceId } = dataSources[0] ?? { dataSourceId: "" };
  stack.flow.behave("night", { behaviour: "off" });
  const polled = nextPoll(stack);
  const callbackUrl = stack.flow.callbackUrl("night");
  await subscribe(stack, `${instanceId}/triggers/data-source-refresh-failed`, { callbackUrl, dataSourceId });
  await polled;
  const recorded = stack.nextLine(({ name }) => name === "chunk.delivered");
  await refresh(stack, dataSourceId, "fail");
  await recorded;
  const { value } = await get(`dead-letters?instanceId=${instanceId}`);
  expect(value).toMatchObject([
    {
      kind: "delivery",
      trigger: "data-source-refresh-failed",
      cause: "flow-off",
      attempts: 1,
      lastAnswer: { status: 400 },
    },
  ]);

  stack.flow.behave("night", { behaviour: "accepts" });
  const filter = { instanceId, cause: "flow-off" };
  expect(await (await post("dead-letters/redrive", { ...filter, preview: true })).json()).toEqual({ count: 1 });
  const completed = stack.nextLine(({ name, outcome }) => name === "redrive.advanced" && outcome === "completed");
  const accepted = await post("dead-letters/redrive", filter);
  expect(accepted.status).toBe(202);
  expect(await accepted.json()).toEqual({ redriveId: expect.any(String) });
  await completed;
  const [first, second] = await stack.flow.waitForReceived(2, { flow: "night" });
  expect(second?.body).toEqual({ ...(first?.body as object), redelivery: true });
  expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
  expect(await (await post("dead-letters/redrive", { ...filter, preview: true })).json()).toEqual({ count: 0 });
  const { value: after } = await get(`dead-letters?instanceId=${instanceId}`);
  expect(after).toMatchObject([{ redrivenAt: expect.any(String) }]);
});

test("what happened and what was delivered can be looked up, and a subscription tried", async () => {
  const { instanceId } = await anInstance(stack);
  const { value: history } = await get(`instances/${instanceId}/events?$top=1`);
  expect(history).toMatchObject([{ kind: "event", trigger: "data-source-refresh-failed" }]);
  const { value: deliveries } = await get(`events/${String(history[0]?.["eventId"])}/deliveries`);
  expect(deliveries).toMatchObject([{ state: "delivered", attempts: 2, lastAnswer: { status: 202 } }]);

  const { value: subscriptions } = await get("subscriptions");
  expect(subscriptions).toMatchObject([{ instanceId, callbackHost: "localhost" }]);
  const { subscriptionId } = subscriptions[0] as { subscriptionId: string };
  expect(await get(`subscriptions/${subscriptionId}`)).toEqual(subscriptions[0]);
  stack.flow.clear();
  const tested = await post(`subscriptions/${subscriptionId}/test`, {});
  expect(await tested.json()).toMatchObject({ accepted: true, status: 202 });
  expect(stack.flow.received("night")).toMatchObject([{ body: { test: true, instanceId } }]);
  expect((await post("subscriptions/unknown/test", {})).status).toBe(404);
});
