import { availableParallelism } from "node:os";
import { readHostJson } from "../../../../dev/host/settings/hostJson";

const read = (content: object, settings: Record<string, string> = {}) =>
  readHostJson(JSON.stringify({ version: "2.0", ...content }), settings);
const withQueues = (queues: object) => ({ extensions: { queues } });

test("what is not set has the host's defaults, polling every 2 s in Development", () => {
  expect(read({})).toEqual({
    routePrefix: "api",
    queues: {
      batchSize: 16,
      newBatchThreshold: 8 * availableParallelism(),
      maxDequeueCount: 5,
      visibilityTimeoutMs: 0,
      maxPollingIntervalMs: 2_000,
      messageEncoding: "base64",
    },
    functionTimeoutMs: 1_800_000,
    logLevels: {},
    warnings: [],
  });
});

test("settings override the file", () => {
  const settings = {
    AzureFunctionsJobHost__extensions__queues__maxDequeueCount: "3",
    "azurefunctionsjobhost:extensions:http:routePrefix": "v1",
    AzureFunctionsJobHost__functionTimeout: "00:00:10",
  };
  const hostJson = read(withQueues({ maxDequeueCount: 9, batchSize: 4 }), settings);
  expect(hostJson.queues).toMatchObject({ maxDequeueCount: 3, batchSize: 4 });
  expect(hostJson).toMatchObject({ routePrefix: "v1", functionTimeoutMs: 10_000 });
});

test.each([
  ["00:00:10", 10_000],
  ["00:01:00", 2_000],
  ["00:00:00.100", 100],
])("a polling interval of %s is %s ms", (maxPollingInterval, expected) => {
  expect(read(withQueues({ maxPollingInterval })).queues.maxPollingIntervalMs).toBe(expected);
});

test("-1 is no function timeout", () => {
  expect(read({ functionTimeout: "-1" }).functionTimeoutMs).toBeUndefined();
});

test("what has no effect is warned about", () => {
  const content = { concurrency: {}, extensions: { http: { maxConcurrentRequests: 5 } } };
  expect(read(content).warnings).toEqual([
    "host.json: concurrency has no effect in the development host.",
    "host.json: extensions.http.maxConcurrentRequests has no effect in the development host.",
  ]);
});

test.each([
  [{ version: "1.0" }, 'host.json: version must be "2.0".'],
  [withQueues({ batchSize: 33 }), "host.json: extensions.queues.batchSize must be a whole number, from 1 to 32."],
  [withQueues({ newBatchThreshold: -1 }), "extensions.queues.newBatchThreshold must be a whole number, at least 0."],
  [withQueues({ maxDequeueCount: 1.5 }), "extensions.queues.maxDequeueCount must be"],
  [withQueues({ visibilityTimeout: 30 }), 'extensions.queues.visibilityTimeout must be a time span like "00:00:30".'],
  [withQueues({ maxPollingInterval: "00:00:00.05" }), "extensions.queues.maxPollingInterval must be at least 100 ms."],
  [withQueues({ messageEncoding: "utf8" }), 'extensions.queues.messageEncoding must be "base64" or "none".'],
  [{ functionTimeout: "soon" }, "functionTimeout must be a time span"],
  [{ extensions: [] }, "host.json: extensions must be an object."],
  [{ extensions: { http: { routePrefix: 1 } } }, "extensions.http.routePrefix must be a string."],
])("%j is refused", (content, message) => {
  expect(() => read(content)).toThrow(message);
});

test("the lock between hosts, which this host has not, is not warned about at each start", () => {
  expect(read({ singleton: { listenerLockPeriod: "00:00:15" } }).warnings).toEqual([]);
});

test("a file that is not JSON is named", () => {
  expect(() => readHostJson("{", {})).toThrow("host.json is not JSON");
});
