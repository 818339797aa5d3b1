import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { registeredFunctions } from "../fakes/functionsCore";

const FOLDER = join(__dirname, "../../functions");
const names = readdirSync(FOLDER).map((file) => basename(file, ".ts"));

beforeAll(() => {
  for (const name of names) jest.requireActual(join(FOLDER, name));
});

test("each file registers one function of its own name, and importing it does nothing else", () => {
  expect([...registeredFunctions().keys()]).toEqual(names);
});

test.each([
  ["deliverChunk", { type: "queueTrigger", queueName: "deliveries", connection: "AzureWebJobsStorage" }],
  ["deliverSlowChunk", { type: "queueTrigger", queueName: "deliveries-slow", connection: "AzureWebJobsStorage" }],
  ["dispatchEvent", { type: "queueTrigger", queueName: "events", connection: "AzureWebJobsStorage" }],
  ["pollInstance", { type: "queueTrigger", queueName: "polls", connection: "AzureWebJobsStorage" }],
  ["purge", { type: "timerTrigger", schedule: "0 23 * * * *" }],
  ["schedulePolls", { type: "timerTrigger", schedule: "*/5 * * * * *" }],
  ["statusReport", { route: "instances/{instanceId}/status-report", methods: ["GET"], authLevel: "function" }],
  ["subscribe", { route: "instances/{instanceId}/triggers/{trigger}", methods: ["POST"], authLevel: "function" }],
  ["sweep", { type: "timerTrigger", schedule: "*/15 * * * * *" }],
  ["unsubscribe", { route: "subscriptions/{subscriptionId}", methods: ["DELETE"], authLevel: "anonymous" }],
])("what %s is bound to", (name, expected) => {
  const [binding] = Object.values(registeredFunctions().get(name)?.metadata.bindings ?? {});
  expect(binding).toMatchObject(expected);
});
