import { connectQueues } from "../../../../dev/host/queue/queueClients";

const text = (host: string): string =>
  `DefaultEndpointsProtocol=http;AccountName=a;AccountKey=bm9uZQ==;QueueEndpoint=http://${host}/a;`;

test.each([
  ["AzureWebJobsStorage", { AzureWebJobsStorage: text("one") }, "http://one/a/work"],
  ["Storage", { AzureWebJobsStorage: text("one"), Storage: text("two") }, "http://one/a/work"],
  ["Other", { "ConnectionStrings:Other": text("three") }, "http://three/a/work"],
  ["Dev", { Dev: "UseDevelopmentStorage=true" }, "http://127.0.0.1:10001/devstoreaccount1/work"],
  ["Own", { Own__queueServiceUri: "https://own.example" }, "https://own.example/work"],
  ["Own", { Own__accountName: "own" }, "https://own.queue.core.windows.net/work"],
])("the connection %s with %j leads to %s", (connection, settings, expected) => {
  expect(connectQueues(settings)(connection, "work").url).toBe(expected);
});

test("a connection that is not configured names the settings it needs", () => {
  expect(() => connectQueues({})("Mine", "work")).toThrow(
    'connection "Mine" is not configured: set Mine to a connection string, or Mine__queueServiceUri.',
  );
});

test("what is not a connection string is named, and not shown", () => {
  expect(() => connectQueues({ Mine: "secret" })("Mine", "work")).toThrow(
    "the setting Mine is not a storage connection string.",
  );
});
