import { LOCAL_API_KEY } from "../../../dev/start/hostSettings";
import { nextPoll } from "../company";
import { type Stack, startStack } from "../stack";
import { type Inputs, allOperations, callbackProblems, createDesigner } from "./designer";

let stack: Stack;
const designer = createDesigner(() => `${stack.host().url}/api`, LOCAL_API_KEY);
let instanceId: unknown;

beforeAll(async () => {
  stack = await startStack();
  [instanceId] = await designer.choices("DataSourceRefreshFailed", "instanceId");
});
afterAll(() => stack.stop());

interface Scene {
  readonly operationId: string;
  /** The input whose drop-down is opened, and the value that is chosen there; without it, nothing. */
  readonly choose?: readonly [input: string, wanted?: string];
  readonly inputs?: Inputs;
  readonly control: string;
  readonly body: (chosen: unknown) => object;
}

const FULL = { scope: "full", submissionKind: "scheduled", durationSeconds: 10 };

const SCENES: readonly Scene[] = [
  {
    operationId: "DataSourceRefreshFailed",
    choose: ["dataSourceId"],
    control: "refresh",
    body: (chosen) => ({ scope: "source", dataSourceId: chosen, outcomes: { [String(chosen)]: "fail" } }),
  },
  {
    operationId: "DataSourceRefreshSucceeded",
    choose: ["dataSourceId"],
    control: "refresh",
    body: (chosen) => ({ scope: "source", dataSourceId: chosen }),
  },
  {
    operationId: "SegmentThresholdCrossed",
    choose: ["segmentName", "HighValueCustomers"],
    inputs: { threshold: 100, direction: "above" },
    control: "segments/HighValueCustomers",
    body: () => ({ count: 120 }),
  },
  {
    operationId: "MeasureThresholdCrossed",
    choose: ["measureName", "TotalRevenue"],
    inputs: { threshold: 1_000_000, direction: "below" },
    control: "measures/TotalRevenue",
    body: () => ({ value: 990_000 }),
  },
  {
    operationId: "UnificationCompleted",
    control: "refresh",
    body: () => ({ scope: "unification", durationSeconds: 10 }),
  },
  { operationId: "FullRefreshCompleted", inputs: { outcome: "completed" }, control: "refresh", body: () => FULL },
];

async function chosenBy({ operationId, choose }: Scene): Promise<unknown> {
  if (!choose) return undefined;
  const [input, wanted] = choose;
  const offered = await designer.choices(operationId, input, { instanceId });
  expect(offered.length).toBeGreaterThan(1);
  return wanted === undefined ? offered[0] : offered.find((each) => each === wanted);
}

test.each(SCENES)("$operationId: drop-downs, subscribe, callback, end", async (scene) => {
  const { operationId, choose, inputs, control, body } = scene;
  const chosen = await chosenBy(scene);
  const polled = nextPoll(stack);
  const subscribed = await designer.call(operationId, {
    instanceId,
    callbackUrl: stack.flow.callbackUrl(operationId),
    ...inputs,
    ...(choose && { [choose[0]]: chosen }),
  });
  expect(subscribed.status).toBe(201);
  await polled;
  await stack.simulator.control("POST", control, { ...(control === "refresh" && { instanceId }), ...body(chosen) });
  const [callback] = await stack.flow.waitForReceived(1, { flow: operationId });
  expect(callbackProblems(operationId, callback?.body)).toEqual([]);
  expect((await designer.end(subscribed.location)).status).toBe(204);
  expect(await designer.pages("ListSubscriptions")).toEqual([]);
});

test("a connection is tested, and everything about an instance is read", async () => {
  expect((await designer.call("ListInstances")).status).toBe(200);
  expect((await designer.call("StatusReport", { instanceId })).status).toBe(200);
  expect((await designer.call("StatusReport", { instanceId, detail: "full" })).status).toBe(200);
  expect((await designer.call("ListMeasures", { instanceId, all: true })).status).toBe(200);
});

test("items are read page by page, by an entity that was chosen, with the columns that its schema tells", async () => {
  expect(await designer.choices("ListItems", "entity", { instanceId })).toContain("Customer");
  const place = { instanceId, entity: "Customer" };
  const { json } = await designer.call("GetEntitySchema", place);
  const { properties } = (json as { readonly schema: { readonly properties: Inputs } }).schema;
  const items = await designer.pages("ListItems", { ...place, $top: 250 });
  expect(items).toHaveLength(250);
  for (const item of items) expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(item)));
  const itemId = items[0]?.["CustomerId"];
  expect(await designer.call("GetItem", { ...place, itemId })).toMatchObject({
    status: 200,
    json: { CustomerId: itemId },
  });
  const changed = { ...place, itemId, body: { Email: "new@contoso.example" } };
  expect((await designer.call("UpdateItem", changed)).status).toBe(204);
  const activity = { ActivityId: "new-1", ActivityType: "Purchase" };
  const created = await designer.call("CreateItem", { instanceId, entity: "UnifiedActivity", body: activity });
  expect(created.status).toBe(201);
});

test("partitions are chosen and read to their end", async () => {
  const place = { instanceId, entity: "Customer" };
  const partitions = await designer.choices("ReadPartition", "partitionId", place);
  const all = await designer.pages("ListPartitions", { ...place, $top: 1 });
  expect(all.map((each) => each["partitionId"])).toEqual(partitions);
  const rows = await designer.pages("ReadPartition", { ...place, partitionId: partitions[0], $top: 40 });
  expect(rows.length).toBeGreaterThan(40);
});

test("what happened and how it was delivered is read; a flow is tested", async () => {
  const callbackUrl = stack.flow.callbackUrl("tested");
  const { location } = await designer.call("UnificationCompleted", { instanceId, callbackUrl });
  const [subscriptionId] = await designer.choices("GetSubscription", "subscriptionId");
  expect((await designer.call("GetSubscription", { subscriptionId })).status).toBe(200);
  expect(await designer.call("TestSubscription", { subscriptionId })).toMatchObject({ json: { accepted: true } });
  const [sample] = await stack.flow.waitForReceived(1, { flow: "tested" });
  expect(callbackProblems("UnificationCompleted", sample?.body)).toEqual([]);
  const events = await designer.pages("ListEvents", { instanceId, $top: 2 });
  expect(events.length).toBeGreaterThanOrEqual(SCENES.length);
  const told = await Promise.all(events.map(({ eventId }) => designer.pages("ListDeliveries", { eventId })));
  expect(told.flat()).toContainEqual(expect.objectContaining({ state: "delivered" }));
  await designer.end(location);
});

test("a flow that is gone leaves a dead letter, which is listed, counted and redriven", async () => {
  const callbackUrl = stack.flow.callbackUrl("gone");
  stack.flow.behave("gone", { behaviour: "deleted" });
  const polled = nextPoll(stack);
  const { location } = await designer.call("SegmentThresholdCrossed", {
    instanceId,
    callbackUrl,
    segmentName: "HighValueCustomers",
    threshold: 200,
  });
  await polled;
  const recorded = stack.nextLine(({ name }) => name === "chunk.delivered");
  await stack.simulator.control("POST", "segments/HighValueCustomers", { count: 300 });
  await recorded;
  const counted = await designer.call("RedriveDeadLetters", { instanceId, preview: true });
  expect(counted).toMatchObject({ status: 200, json: { count: 1 } });
  expect(await designer.pages("ListDeadLetters", { instanceId })).toMatchObject([{ cause: "flow-deleted" }]);
  expect(await designer.pages("ListDeadLetters", { instanceId, of: "everybody" })).toHaveLength(1);
  stack.flow.behave("gone", { behaviour: "accepts" });
  expect((await designer.call("RedriveDeadLetters", { instanceId })).status).toBe(202);
  const [, redelivered] = await stack.flow.waitForReceived(2, { flow: "gone" });
  expect(redelivered?.body).toMatchObject({ redelivery: true });
  expect(callbackProblems("SegmentThresholdCrossed", redelivered?.body)).toEqual([]);
  await designer.end(location);
});

test("nothing that the definition has was left out", () => {
  expect(allOperations().filter((name) => !designer.called.has(name))).toEqual([]);
});
