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
  ["advanceRedrive", { type: "queueTrigger", queueName: "redrives", connection: "AzureWebJobsStorage" }],
  ["deliverChunk", { type: "queueTrigger", queueName: "deliveries", connection: "AzureWebJobsStorage" }],
  ["deliverSlowChunk", { type: "queueTrigger", queueName: "deliveries-slow", connection: "AzureWebJobsStorage" }],
  ["dispatchEvent", { type: "queueTrigger", queueName: "events", connection: "AzureWebJobsStorage" }],
  ["listEvents", { route: "instances/{instanceId}/events", methods: ["GET"], authLevel: "function" }],
  ["listDeliveries", { route: "events/{eventId}/deliveries", methods: ["GET"], authLevel: "function" }],
  ["listSubscriptions", { route: "subscriptions", methods: ["GET"], authLevel: "function" }],
  ["getSubscription", { route: "subscriptions/{subscriptionId}", methods: ["GET"], authLevel: "function" }],
  ["testSubscription", { route: "subscriptions/{subscriptionId}/test", methods: ["POST"], authLevel: "function" }],
  ["listDeadLetters", { route: "dead-letters", methods: ["GET"], authLevel: "function" }],
  ["pollInstance", { type: "queueTrigger", queueName: "polls", connection: "AzureWebJobsStorage" }],
  ["recordPollPoison", { type: "queueTrigger", queueName: "polls-poison", connection: "AzureWebJobsStorage" }],
  ["recordDispatchPoison", { type: "queueTrigger", queueName: "events-poison", connection: "AzureWebJobsStorage" }],
  ["recordDeliveryPoison", { type: "queueTrigger", queueName: "deliveries-poison", connection: "AzureWebJobsStorage" }],
  [
    "recordSlowDeliveryPoison",
    { type: "queueTrigger", queueName: "deliveries-slow-poison", connection: "AzureWebJobsStorage" },
  ],
  ["recordRedrivePoison", { type: "queueTrigger", queueName: "redrives-poison", connection: "AzureWebJobsStorage" }],
  ["redriveDeadLetters", { route: "dead-letters/redrive", methods: ["POST"], authLevel: "function" }],
  ["schedulePolls", { type: "timerTrigger", schedule: "*/5 * * * * *" }],
  ["statusReport", { route: "instances/{instanceId}/status-report", methods: ["GET"], authLevel: "function" }],
  ["subscribe", { route: "instances/{instanceId}/triggers/{trigger}", methods: ["POST"], authLevel: "function" }],
  ["sweep", { type: "timerTrigger", schedule: "*/30 * * * * *" }],
  ["unsubscribe", { route: "subscriptions/{subscriptionId}", methods: ["DELETE"], authLevel: "anonymous" }],
])("what %s is bound to", (name, expected) => {
  const [binding] = Object.values(registeredFunctions().get(name)?.metadata.bindings ?? {});
  expect(binding).toMatchObject(expected);
});
