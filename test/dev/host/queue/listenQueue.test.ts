import { type DequeuedMessageItem, type QueueClient } from "@azure/storage-queue";
import { listenQueue } from "../../../../dev/host/queue/queueListener";
import { readQueueOptions } from "../../../../dev/host/settings/queueOptions";

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
