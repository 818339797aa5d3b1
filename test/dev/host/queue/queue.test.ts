import { type DequeuedMessageItem, type QueueClient } from "@azure/storage-queue";
import { decodeMessage, encodeMessage, toQueueRequest } from "../../../../dev/host/queue/messageBody";
import { connectQueues } from "../../../../dev/host/queue/queueClients";
import { listenQueue, pollDelay } from "../../../../dev/host/queue/queueTrigger";
import { findOutputs, toOutputMessages } from "../../../../dev/host/queue/queueOutputs";
import { readQueueOptions } from "../../../../dev/host/settings/hostJson";
import { readQueueName } from "../../../../dev/host/settings/settings";

test.each([
  ["eyJhIjoxfQ==", '{"a":1}', true],
  ["eyJh\r\nIjoxfQ==", '{"a":1}', true],
  ["", "", true],
  ["/w==", "\uFFFD", false],
])("the base64 message %j is %j", (messageText, text, isUtf8) => {
  expect(decodeMessage(messageText, "base64")).toMatchObject({ text, isUtf8 });
});

test.each(['{"a":1}', "abc", "ab=c", "a==="])("%j is not base64", (messageText) => {
  expect(decodeMessage(messageText, "base64")).toBeUndefined();
});

test("without an encoding the text is the message", () => {
  expect(decodeMessage("test1234", "none")).toMatchObject({ text: "test1234", isUtf8: true });
  expect(encodeMessage("test1234", "none")).toBe("test1234");
  expect(encodeMessage(Buffer.from("{}"), "base64")).toBe("e30=");
});

const dequeued: DequeuedMessageItem = {
  messageId: "m1",
  insertedOn: new Date("2026-01-01T00:00:00Z"),
  expiresOn: new Date("2026-01-08T00:00:00Z"),
  nextVisibleOn: new Date("2026-01-01T00:10:00Z"),
  popReceipt: "p1",
  dequeueCount: 2,
  messageText: "",
};
const metadataOf = (text: string) => {
  const body = { bytes: Buffer.from(text), text, isUtf8: true };
  return toQueueRequest({ inputName: "q", isBinary: false }, body, dequeued).triggerMetadata;
};

test("a message's metadata is sent as the host types it", () => {
  expect(metadataOf("hello")).toEqual({
    QueueTrigger: { string: "hello" },
    DequeueCount: { json: "2" },
    ExpirationTime: { json: '"2026-01-08T00:00:00+00:00"' },
    Id: { string: "m1" },
    InsertionTime: { json: '"2026-01-01T00:00:00+00:00"' },
    NextVisibleTime: { json: '"2026-01-01T00:10:00+00:00"' },
    PopReceipt: { string: "p1" },
  });
});

test("a JSON message's own properties replace metadata of the same name, except arrays and sys", () => {
  const text = JSON.stringify({ id: 7, flag: true, list: [1], sys: "x", inner: { a: 1 }, none: null });
  const metadata = metadataOf(text);
  expect(metadata).toMatchObject({
    Id: { string: "7" },
    flag: { string: "True" },
    inner: { json: '{"a":1}' },
    none: {},
  });
  expect(Object.keys(metadata ?? {})).not.toEqual(expect.arrayContaining(["list", "sys", "id"]));
});

test("bytes that are not UTF-8 have no text in the metadata, and go as bytes where asked for", () => {
  const body = { bytes: Buffer.from([0xff]), text: "\uFFFD", isUtf8: false };
  const request = toQueueRequest({ inputName: "q", isBinary: true }, body, dequeued);
  expect(request.triggerMetadata).not.toHaveProperty("QueueTrigger");
  expect(request.inputData[0]).toEqual({ name: "q", data: { bytes: body.bytes } });
});

test.each([
  [{ string: "text" }, ["text"]],
  [{ string: '["a",{"b":1},true,2]' }, ["a", '{\n  "b": 1\n}', "True", "2"]],
  [{ string: "[]" }, []],
  [{ string: "[x]" }, ["[x]"]],
  [{ json: '{"a":1}' }, ['{\n  "a": 1\n}']],
  [{ json: "false" }, ["False"]],
  [{ int: 5 }, ["5"]],
  [{ double: 1.5 }, ["1.5"]],
  [{}, []],
])("the output %j becomes the messages %j", (output, expected) => {
  expect(toOutputMessages(output)).toEqual(expected);
});

const anOutput = (bindingName: string) => ({ bindingName, queueName: "q", connection: "c" });

test("a returned object's properties replace outputs of their name when nothing else is returned", () => {
  const response = {
    returnValue: { json: '{"out":"returned"}' },
    outputData: [{ name: "out", data: { string: "set" } }],
  };
  expect(findOutputs([anOutput("out")], response)[0]?.data).toEqual({ string: "returned" });
  expect(findOutputs([anOutput("out"), anOutput("$return")], response).map(({ data }) => data)).toEqual([
    { string: "set" },
    response.returnValue,
  ]);
});

test("an output that is not set sends nothing", () => {
  expect(findOutputs([anOutput("$return"), anOutput("out")], { returnValue: null, outputData: [] })).toEqual([]);
});

test.each([
  [1, 100],
  [2, 200],
  [3, 300],
  [5, 900],
  [7, 2_000],
  [60, 2_000],
])("after %s empty looks the next is %s ms later", (emptyReceives, expected) => {
  expect(pollDelay(emptyReceives, 2_000, 0.5)).toBe(expected);
});

test("queue names are resolved and in lower case", () => {
  expect(readQueueName("%Q%-New", { Q: "Work" })).toBe("work-new");
});

test.each(["ab", "a--b", "-ab", "a_b", "x".repeat(64)])("the queue name %s is refused", (name) => {
  expect(() => readQueueName(name, {})).toThrow(`queueName "${name}" must be 3 to 63 letters`);
});

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

describe("listenQueue", () => {
  const options = readQueueOptions({ maxPollingInterval: "01:00:00" });

  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** Listens to a queue that answers with `receive`. */
  function listenTo(receive: () => readonly Partial<DequeuedMessageItem>[]) {
    const receiveMessages = jest.fn(async () => ({ receivedMessageItems: receive() }));
    const queue = { name: "work", receiveMessages } as unknown as QueueClient;
    const processed: (string | undefined)[] = [];
    const logged: string[] = [];
    const listener = listenQueue({
      queue,
      options,
      lockSeconds: 600,
      process: async ({ messageText }) => void processed.push(messageText),
      log: (_level, message) => logged.push(message),
    });
    return { listener, receiveMessages, processed, logged };
  }

  test("an empty queue is looked at less and less often, and at once when the listener is woken", async () => {
    const { listener, receiveMessages } = listenTo(() => []);
    await jest.advanceTimersByTimeAsync(600_000);
    const looks = receiveMessages.mock.calls.length;
    expect(looks).toBeLessThan(16);
    listener.wake();
    await jest.advanceTimersByTimeAsync(0);
    expect(receiveMessages).toHaveBeenCalledTimes(looks + 1);
    await listener.stop();
  });

  test("after a message the queue is looked at again without delay", async () => {
    const answers = [[{ messageText: "a" }], [{ messageText: "b" }]];
    const { listener, processed } = listenTo(() => answers.shift() ?? []);
    await jest.advanceTimersByTimeAsync(0);
    expect(processed).toEqual(["a", "b"]);
    await listener.stop();
  });

  test("an outage is waited out, and reported once when it begins and ends", async () => {
    let isDown = true;
    const { listener, logged } = listenTo(() => {
      if (isDown) throw new Error("no connection");
      return [];
    });
    await jest.advanceTimersByTimeAsync(10_000);
    isDown = false;
    await jest.advanceTimersByTimeAsync(100_000);
    await listener.stop();
    expect(logged).toEqual(["Queue work cannot be read: Error: no connection", "Queue work can be read again."]);
  });
});
