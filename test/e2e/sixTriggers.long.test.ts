import { statusReportProblems } from "../operations/statusReportProblems";
import { anInstance, nextPoll, statusReport, subscribe } from "./company";
import { type Stack, startStack } from "./stack";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.stop());

const SEGMENT = "HighValueCustomers";
const MEASURE = "TotalRevenue";

/** Subscribes a flow of that name and waits until what it asks for has its baseline. */
async function subscribed(flow: string, trigger: string, body: object = {}): Promise<void> {
  const { instanceId } = await anInstance(stack);
  const polled = nextPoll(stack);
  const callbackUrl = stack.flow.callbackUrl(flow);
  const { status } = await subscribe(stack, `${instanceId}/triggers/${trigger}`, { callbackUrl, ...body });
  expect(status).toBe(201);
  await polled;
}

/** The bodies that the flow got, once there are `count`. */
async function received(flow: string, count: number): Promise<readonly unknown[]> {
  const callbacks = await stack.flow.waitForReceived(count, { flow });
  return callbacks.map(({ body }) => body);
}

/** Tells the simulator what happens, and waits until a poll has seen that it is over. */
async function happens(control: string, body: object): Promise<void> {
  const seen = stack.nextLine(
    ({ name, busy, changes }) => name === "poll.completed" && busy === false && Number(changes) > 0,
  );
  await stack.simulator.control("POST", control, body);
  await seen;
}

test("a segment that crosses a threshold calls those whose threshold it crossed, in their direction, once", async () => {
  await subscribed("above-100", "segment-threshold-crossed", { segmentName: SEGMENT, threshold: 100 });
  await subscribed("above-500", "segment-threshold-crossed", { segmentName: SEGMENT, threshold: 500 });
  await subscribed("below-50", "segment-threshold-crossed", {
    segmentName: SEGMENT,
    threshold: 50,
    direction: "below",
  });
  await subscribed("either-80", "segment-threshold-crossed", {
    segmentName: SEGMENT,
    threshold: 80,
    direction: "either",
  });
  // From 60: equal is not crossed; then above; still above; far below.
  for (const count of [100, 120, 130, 40]) await happens(`segments/${SEGMENT}`, { count });
  const named = { segmentName: SEGMENT, trigger: "segment-threshold-crossed" };
  expect(await received("above-100", 1)).toMatchObject([
    { ...named, value: 120, previousValue: 100, threshold: 100, direction: "above" },
  ]);
  expect(await received("either-80", 2)).toMatchObject([
    { value: 100, previousValue: 60, threshold: 80, direction: "above" },
    { value: 40, previousValue: 130, threshold: 80, direction: "below" },
  ]);
  expect(await received("below-50", 1)).toMatchObject([{ value: 40, threshold: 50, direction: "below" }]);
  expect(stack.flow.received("above-500")).toEqual([]);
});

test("a measure that crosses a threshold calls the flow with its value", async () => {
  await subscribed("revenue", "measure-threshold-crossed", { measureName: MEASURE, threshold: 1_500_000 });
  await happens(`measures/${MEASURE}`, { value: 1_600_000.5 });
  expect(await received("revenue", 1)).toMatchObject([
    { measureName: MEASURE, value: 1_600_000.5, direction: "above" },
  ]);
});

test("a scheduled full refresh that completed calls, one by hand only who wished for it, an aborted one nobody", async () => {
  await subscribed("scheduled", "full-refresh-completed");
  await subscribed("manual-too", "full-refresh-completed", { includeManual: true });
  await happens("refresh", { scope: "full", submissionKind: "scheduled", durationSeconds: 10 });
  await happens("refresh", { scope: "full", submissionKind: "onDemand", durationSeconds: 10 });
  expect(await received("manual-too", 2)).toMatchObject([
    { submissionKind: "scheduled", outcome: "completed" },
    { submissionKind: "ondemand", outcome: "completed" },
  ]);
  expect(await received("scheduled", 1)).toHaveLength(1);
});

test("a unification that completed calls, once for each job", async () => {
  await subscribed("unified", "unification-completed");
  await happens("refresh", { scope: "unification", durationSeconds: 10 });
  expect(await received("unified", 1)).toMatchObject([{ trigger: "unification-completed", jobId: expect.any(String) }]);
  await happens("refresh", { scope: "unification", durationSeconds: 10, outcomes: { merge: "fail" } });
  expect(stack.flow.received("unified")).toHaveLength(1);
});

test("a measure that has no single value is refused in words", async () => {
  const { instanceId } = await anInstance(stack);
  const body = { callbackUrl: stack.flow.callbackUrl("no"), measureName: "NoSuchMeasure", threshold: 1 };
  const response = await subscribe(stack, `${instanceId}/triggers/measure-threshold-crossed`, body);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { target: "measureName" } });
});

test("the status report shows what has happened, as its schema says", async () => {
  const { instanceId, dataSources } = await anInstance(stack);
  const [summary, full] = await Promise.all(
    ["", "?detail=full"].map((query) => statusReport(stack, instanceId, query).then((response) => response.json())),
  );
  for (const report of [summary, full]) expect(statusReportProblems(report)).toEqual([]);
  expect(summary).toMatchObject({
    detail: "summary",
    instance: { instanceId, provisioningState: "active" },
    dataSources: { total: dataSources.length },
    unification: { total: expect.any(Number), lastSucceededAt: expect.any(String) },
    lastRuns: { fullRefresh: { operationType: "all" }, unification: { state: "failed" } },
    detection: { watched: true, lastPollAt: expect.any(String), failuresInARow: 0, gaps: [], suspended: { total: 0 } },
  });
  expect(full).toMatchObject({
    dataSources: { items: expect.arrayContaining([expect.objectContaining({ state: "updated" })]) },
    segments: { items: expect.arrayContaining([expect.objectContaining({ name: SEGMENT, state: "active" })]) },
    measures: { items: expect.arrayContaining([expect.objectContaining({ name: MEASURE, state: "successful" })]) },
    unification: { items: expect.arrayContaining([expect.objectContaining({ step: "merge", state: "failed" })]) },
    lastRuns: { jobs: expect.arrayContaining([expect.objectContaining({ submissionKind: "scheduled" })]) },
  });
});

test.each([
  { what: "a detail that there is not", query: "?detail=all", status: 400, target: "detail" },
  { what: "an unknown instance", instance: "00000000-0000-4000-8000-000000000000", status: 404, target: "instanceId" },
])("a status report of $what is refused and named", async ({ instance, query = "", status, target }) => {
  const { instanceId } = await anInstance(stack);
  const response = await statusReport(stack, instance ?? instanceId, query);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error: { target } });
});
