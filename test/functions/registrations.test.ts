import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { type HttpRequest, type HttpResponseInit, type InvocationContext } from "@azure/functions";
import { ALL_ROUTES } from "../../shared/http/routes/allRoutes";
import { registeredFunctions } from "../fakes/functionsCore";
import { aContext, aHttpRequest } from "../http/aHttpRequest";

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
  ["checkHealth", { route: "health", methods: ["GET", "HEAD"], authLevel: "anonymous" }],
  ["deliverChunk", { type: "queueTrigger", queueName: "deliveries", connection: "AzureWebJobsStorage" }],
  ["deliverSlowChunk", { type: "queueTrigger", queueName: "deliveries-slow", connection: "AzureWebJobsStorage" }],
  ["dispatchEvent", { type: "queueTrigger", queueName: "events", connection: "AzureWebJobsStorage" }],
  ["listEvents", { route: "instances/{instanceId}/events", methods: ["GET"], authLevel: "anonymous" }],
  ["listDeliveries", { route: "events/{eventId}/deliveries", methods: ["GET"], authLevel: "anonymous" }],
  ["listSubscriptions", { route: "subscriptions", methods: ["GET"], authLevel: "anonymous" }],
  ["getSubscription", { route: "subscriptions/{subscriptionId}", methods: ["GET"], authLevel: "anonymous" }],
  ["testSubscription", { route: "subscriptions/{subscriptionId}/test", methods: ["POST"], authLevel: "anonymous" }],
  ["listDeadLetters", { route: "dead-letters", methods: ["GET"], authLevel: "anonymous" }],
  [
    "createItem",
    { route: "instances/{instanceId}/entities/{entity}/items", methods: ["POST"], authLevel: "anonymous" },
  ],
  [
    "updateItem",
    { route: "instances/{instanceId}/entities/{entity}/items/{itemId}", methods: ["PATCH"], authLevel: "anonymous" },
  ],
  [
    "listPartitions",
    { route: "instances/{instanceId}/entities/{entity}/partitions", methods: ["GET"], authLevel: "anonymous" },
  ],
  [
    "readPartition",
    {
      route: "instances/{instanceId}/entities/{entity}/partitions/{partitionId}",
      methods: ["GET"],
      authLevel: "anonymous",
    },
  ],
  ...[
    ["listInstances", "instances"],
    ["listDataSources", "instances/{instanceId}/data-sources"],
    ["listSegments", "instances/{instanceId}/segments"],
    ["listMeasures", "instances/{instanceId}/measures"],
    ["listEntities", "instances/{instanceId}/entities"],
    ["listItems", "instances/{instanceId}/entities/{entity}/items"],
    ["getItem", "instances/{instanceId}/entities/{entity}/items/{itemId}"],
    ["getEntitySchema", "instances/{instanceId}/entities/{entity}/schema"],
  ].map(([name, route]): [string, object] => [name ?? "", { route, methods: ["GET"], authLevel: "anonymous" }]),
  ["pollInstance", { type: "queueTrigger", queueName: "polls", connection: "AzureWebJobsStorage" }],
  ["recordPollPoison", { type: "queueTrigger", queueName: "polls-poison", connection: "AzureWebJobsStorage" }],
  ["recordDispatchPoison", { type: "queueTrigger", queueName: "events-poison", connection: "AzureWebJobsStorage" }],
  ["recordDeliveryPoison", { type: "queueTrigger", queueName: "deliveries-poison", connection: "AzureWebJobsStorage" }],
  [
    "recordSlowDeliveryPoison",
    { type: "queueTrigger", queueName: "deliveries-slow-poison", connection: "AzureWebJobsStorage" },
  ],
  ["recordRedrivePoison", { type: "queueTrigger", queueName: "redrives-poison", connection: "AzureWebJobsStorage" }],
  ["redriveDeadLetters", { route: "dead-letters/redrive", methods: ["POST"], authLevel: "anonymous" }],
  ["schedulePolls", { type: "timerTrigger", schedule: "*/5 * * * * *" }],
  ["statusReport", { route: "instances/{instanceId}/status-report", methods: ["GET"], authLevel: "anonymous" }],
  ["subscribe", { route: "instances/{instanceId}/triggers/{trigger}", methods: ["POST"], authLevel: "anonymous" }],
  ["purge", { type: "timerTrigger", schedule: "0 23 * * * *" }],
  ["sweep", { type: "timerTrigger", schedule: "*/15 * * * * *" }],
  [
    "zUnknownAddress",
    {
      route: "{*path}",
      methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
      authLevel: "anonymous",
    },
  ],
  ["unsubscribe", { route: "subscriptions/{subscriptionId}", methods: ["DELETE"], authLevel: "anonymous" }],
])("what %s is bound to", (name, expected) => {
  const [binding] = Object.values(registeredFunctions().get(name)?.metadata.bindings ?? {});
  expect(binding).toMatchObject(expected);
});

/** Each has its own reason, which stands beside its route. */
const OPEN_TO_ALL = ["checkHealth", "unsubscribe"];

test("what takes every address comes last, in whatever way names are sorted", () => {
  const others = names.filter((name) => name !== "zUnknownAddress");
  const ways: ((a: string, b: string) => number)[] = [
    (a, b) => (a < b ? -1 : 1),
    (a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1),
    (a, b) => a.localeCompare(b, "en"),
  ];
  for (const way of ways) for (const name of others) expect(way(name, "zUnknownAddress")).toBeLessThan(0);
});

test("no other route is open to all", () => {
  const open = ALL_ROUTES.filter(({ role }) => role === "none").map(({ operation }): string => operation);
  expect(open.toSorted()).toEqual(OPEN_TO_ALL);
});

test("every other route refuses a caller without credentials, before it reads or stores anything", async () => {
  // Nothing listens there: whatever a route asked of storage would not come back in time.
  process.env["AzureWebJobsStorage"] = "UseDevelopmentStorage=true";
  const routes = [...registeredFunctions()].filter(([, { metadata }]) =>
    Object.values(metadata.bindings).some(({ type }) => type === "httpTrigger"),
  );
  const closed = routes.filter(([name]) => ![...OPEN_TO_ALL, "zUnknownAddress"].includes(name));
  expect(closed.length).toBeGreaterThanOrEqual(2);
  for (const [name, { callback }] of closed) {
    const handler = callback as (request: HttpRequest, context: InvocationContext) => Promise<HttpResponseInit>;
    const { status } = await handler(aHttpRequest({ headers: {} }), aContext().context);
    expect([name, status]).toEqual([name, 401]);
  }
});
