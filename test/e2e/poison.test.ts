import { type TableEntityResult, TableClient } from "@azure/data-tables";
import { QueueServiceClient } from "@azure/storage-queue";
import { AUTHORIZED, anInstance, nextPoll, refresh, subscribe } from "./company";
import { type Stack, startStack } from "./stack";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({
    AzureFunctionsJobHost__extensions__queues__visibilityTimeout: "00:00:00",
    RETRY_SCHEDULE_SECONDS: "5,5",
  });
});
afterAll(() => stack.stop());

function deliveries(): TableClient {
  return TableClient.fromConnectionString(stack.azurite.connectionString, "Deliveries", {
    allowInsecureConnection: true,
  });
}

/** The row of the chunk that waits for its retry. */
async function retryRow(): Promise<TableEntityResult<{ lane: string }>> {
  const rows = deliveries().listEntities<{ lane: string }>({
    queryOptions: { filter: "RowKey ge 'chunk:retry-' and RowKey lt 'chunk:retry.'" },
  });
  for await (const row of rows) return row;
  throw new Error("no chunk waits for a retry");
}

async function setLane({ partitionKey = "", rowKey = "" }: { partitionKey?: string; rowKey?: string }, lane: string) {
  await deliveries().updateEntity({ partitionKey, rowKey, lane }, "Merge");
}

async function listPoison(): Promise<readonly Record<string, unknown>[]> {
  const response = await fetch(`${stack.host().url}/api/dead-letters?kind=poison`, { headers: AUTHORIZED });
  const { value } = (await response.json()) as { value: readonly Record<string, unknown>[] };
  return value;
}

test("a delivery whose row cannot be read ends as one poison row, and is made when the row is mended and it is redriven", async () => {
  const { instanceId, dataSources } = await anInstance(stack);
  const { dataSourceId } = dataSources[0] ?? { dataSourceId: "" };
  stack.flow.behave("night", { behaviour: "error", times: 1 });
  const polled = nextPoll(stack);
  const callbackUrl = stack.flow.callbackUrl("night");
  await subscribe(stack, `${instanceId}/triggers/data-source-refresh-failed`, { callbackUrl, dataSourceId });
  await polled;
  const tried = stack.nextLine(({ name }) => name === "chunk.delivered");
  await refresh(stack, dataSourceId, "fail");
  await tried;

  const row = await retryRow();
  const recorded = stack.nextLine(({ name }) => name === "poison.recorded");
  await setLane(row, "none"); // there is no such lane: the row cannot be read
  const random = /retry-(.{22})/.exec(row.rowKey ?? "")?.[1] ?? "";
  await recorded;
  const found = await listPoison();
  expect(found).toMatchObject([
    { kind: "poison", queue: "deliveries", cause: "unreadable-row", pending: false, instanceId, claim: 1 },
  ]);
  expect(random).toHaveLength(22);
  expect(JSON.stringify([found, stack.lines])).not.toContain(random);
  expect(stack.flow.received("night")).toHaveLength(1);

  await setLane(row, row.lane);
  const redriven = stack.nextLine(({ name, outcome }) => name === "redrive.advanced" && outcome === "completed");
  const accepted = await fetch(`${stack.host().url}/api/dead-letters/redrive`, {
    method: "POST",
    headers: { ...AUTHORIZED, "content-type": "application/json" },
    body: JSON.stringify({ kind: "poison" }),
  });
  expect(accepted.status).toBe(202);
  await redriven;
  const [first, second] = await stack.flow.waitForReceived(2, { flow: "night" });
  expect(second?.body).toEqual(first?.body);
  expect(await listPoison()).toMatchObject([{ redrivenAt: expect.any(String) }]);
});

test("a message that is no task ends as a poison row that tells nothing of its text", async () => {
  const recorded = stack.nextLine(({ name, cause }) => name === "poison.recorded" && cause === "unreadable-message");
  const queue = QueueServiceClient.fromConnectionString(stack.azurite.connectionString).getQueueClient("events");
  await queue.createIfNotExists();
  await queue.sendMessage(JSON.stringify({ id: "canary", callbackUrl: "https://canary.example.org" }));
  await recorded;
  const [newest] = await listPoison();
  expect(newest).toMatchObject({ queue: "events", cause: "unreadable-message", pending: false, text: { length: 58 } });
  expect(JSON.stringify([newest, stack.lines])).not.toContain("canary");
});
