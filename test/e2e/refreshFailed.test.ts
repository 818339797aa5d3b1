import { anInstance, nextPoll, refresh, subscribe, unsubscribe } from "./company";
import { type Stack, startStack } from "./stack";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.stop());

test("a refresh fails and the subscribed flow is called once, until it unsubscribes", async () => {
  const { instanceId, dataSources } = await anInstance(stack);
  const [{ dataSourceId } = { dataSourceId: "" }] = dataSources;
  const polled = nextPoll(stack);
  const response = await subscribe(stack, `${instanceId}/triggers/data-source-refresh-failed`, {
    callbackUrl: stack.flow.callbackUrl("once"),
    dataSourceId,
  });
  expect(response.status).toBe(201);
  const location = response.headers.get("location") ?? "";
  expect(location).toMatch(/^https:\/\/triggers\.example\.org\/api\/subscriptions\/[\w-]{60,}$/);
  await polled;

  await refresh(stack, dataSourceId, "fail");
  const [callback] = await stack.flow.waitForReceived(1, { flow: "once" });
  expect(callback?.body).toMatchObject({
    trigger: "data-source-refresh-failed",
    instanceId,
    dataSourceId,
    dataSourceName: expect.any(String),
    status: "failed",
    partial: false,
  });
  const { eventId } = (callback?.body ?? {}) as { eventId?: string };
  expect(callback?.headers).toMatchObject({
    "content-type": "application/json",
    "ce-specversion": "1.0",
    "ce-id": eventId,
    "ce-type": "customerinsights.data_source.refresh_failed",
    "ce-source": `https://triggers.example.org/api/instances/${instanceId}`,
    "webhook-id": eventId,
    "webhook-timestamp": expect.stringMatching(/^\d{10}$/),
  });

  expect((await unsubscribe(stack, location)).status).toBe(204);
  expect((await unsubscribe(stack, location)).status).toBe(204);
  await refresh(stack, dataSourceId, "fail");
  await stack.nextLine((line) => line.name === "watch.retired");
  expect(stack.flow.received("once")).toHaveLength(1);
});

test("a failure that is retried and then succeeds is reported as the success it is", async () => {
  const { instanceId, dataSources } = await anInstance(stack);
  const { dataSourceId } = dataSources[1] ?? { dataSourceId: "" };
  const polled = nextPoll(stack);
  for (const outcome of ["failed", "succeeded"]) {
    await subscribe(stack, `${instanceId}/triggers/data-source-refresh-${outcome}`, {
      callbackUrl: stack.flow.callbackUrl(outcome),
      dataSourceId,
    });
  }
  await polled;
  await refresh(stack, dataSourceId, "fail-once");
  await stack.flow.waitForReceived(1, { flow: "succeeded" });
  expect(stack.flow.received("succeeded")).toHaveLength(1);
  expect(stack.flow.received("failed")).toEqual([]);
});

const BODY = { callbackUrl: "http://localhost/flow" };

test.each([
  { what: "an unknown trigger", trigger: "weather-changed", body: BODY, status: 404, target: "trigger" },
  { what: "no callback URL", body: {}, status: 400, target: "callbackUrl" },
  { what: "an unknown data source", body: { ...BODY, dataSourceId: "x" }, status: 400, target: "dataSourceId" },
  { what: "an unknown field", body: { ...BODY, datasource: "x" }, status: 400, target: "datasource" },
])("$what is refused and named", async ({ trigger = "data-source-refresh-failed", body, status, target }) => {
  const { instanceId } = await anInstance(stack);
  const response = await subscribe(stack, `${instanceId}/triggers/${trigger}`, body);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error: { target } });
});

test("an instance that the source does not know is 404", async () => {
  const path = "00000000-0000-4000-8000-000000000000/triggers/data-source-refresh-failed";
  const response = await subscribe(stack, path, { callbackUrl: "http://localhost/f" });
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ error: { code: "UnknownInstance", target: "instanceId" } });
});
