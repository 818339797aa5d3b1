import { QueueServiceClient } from "@azure/storage-queue";
import { LOCAL_API_KEY } from "../../../dev/start/hostSettings";
import { type Stack, startStack } from "../stack";
import { createDesigner } from "./designer";

let stack: Stack;
const designer = createDesigner(() => `${stack.host().url}/api`, LOCAL_API_KEY);

beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.stop());

test("poison of every queue, and what is no task, is listed as the definition says, and redriven", async () => {
  const [instanceId] = await designer.choices("DataSourceRefreshFailed", "instanceId");
  const event = { instanceId, sequence: 1, eventId: `evt_${"0".repeat(32)}` };
  const delivery = { ...event, chunkId: `retry-${"r".repeat(22)}-001`, claim: 1 };
  const given = [
    ["polls", { instanceId }],
    ["events", event],
    ["deliveries", delivery],
    ["deliveries-slow", delivery],
    ["redrives", { redriveId: "none", claim: 1 }],
    ["events", "no task"],
  ] as const;
  const queues = QueueServiceClient.fromConnectionString(stack.connectionString);
  for (const [name, task] of given) {
    const recorded = stack.nextLine(({ name: line, queue }) => line === "poison.recorded" && queue === name);
    const queue = queues.getQueueClient(`${name}-poison`);
    await queue.createIfNotExists();
    await queue.sendMessage(JSON.stringify(task));
    await recorded;
  }
  const kind = "poison";
  expect(await designer.pages("ListDeadLetters", { kind, $top: 4 })).toHaveLength(given.length);
  expect(await designer.pages("ListDeadLetters", { kind, cause: "unreadable-message" })).toMatchObject([{ kind }]);
  const counted = await designer.call("RedriveDeadLetters", { kind, preview: true });
  expect(counted).toMatchObject({ status: 200, json: { count: given.length - 1 } });
  const redriven = stack.nextLine(({ name, outcome }) => name === "redrive.advanced" && outcome === "completed");
  expect((await designer.call("RedriveDeadLetters", { kind })).status).toBe(202);
  await redriven;
  const all = await designer.pages("ListDeadLetters", { kind });
  expect(all.filter(({ redrivenAt }) => redrivenAt !== undefined)).toHaveLength(given.length - 1);
  expect(all.find(({ queue }) => queue === "polls")).toMatchObject({ kind, instanceId, pending: false });
});
