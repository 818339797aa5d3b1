import { type DequeuedMessageItem } from "@azure/storage-queue";
import { decodeMessage, encodeMessage, toQueueRequest } from "../../../../dev/host/queue/messageBody";
import { pollDelay } from "../../../../dev/host/queue/queueListener";
import { findOutputs, toOutputMessages } from "../../../../dev/host/queue/queueOutputs";
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

const message: DequeuedMessageItem = {
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
  return toQueueRequest({ inputName: "q", isBinary: false }, body, message).triggerMetadata;
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
  const request = toQueueRequest({ inputName: "q", isBinary: true }, body, message);
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
