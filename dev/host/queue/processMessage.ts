import { type DequeuedMessageItem, type QueueClient } from "@azure/storage-queue";
import { type QueueFunction } from "../hostedFunction";
import { type HostLog } from "../hostLog";
import { type QueueOptions } from "../settings/readQueueOptions";
import { type InvocationRequest } from "../worker/coreTypes";
import { holdMessage, type HeldMessage } from "./holdMessage";
import { decodeMessage, encodeMessage } from "./messageText";
import { sendCreating } from "./sendCreating";
import { toQueueRequest } from "./toQueueRequest";

export interface ProcessDeps {
  readonly queue: QueueClient;
  /** Undefined when the name leaves no room for `-poison`, or ends with it already. */
  readonly poisonQueue: QueueClient | undefined;
  readonly options: QueueOptions;
  readonly lockSeconds: number;
  readonly run: (request: InvocationRequest) => Promise<void>;
  /** Called after a message was put into the poison queue. */
  readonly onPoisoned: () => void;
  readonly log: HostLog;
}

/** Takes one received message to its end: deleted, released for another try, or in the poison queue. Never rejects. */
export async function processMessage(
  fn: QueueFunction,
  message: DequeuedMessageItem,
  deps: ProcessDeps,
): Promise<void> {
  const held = holdMessage(message, deps);
  try {
    const isDone = await runMessage(fn, message, deps);
    await held.letGo();
    await (isDone ? held.remove() : giveBack(fn, message, held, deps));
  } catch (error) {
    const text = `Message ${message.messageId} of ${deps.queue.name} could not be completed: ${String(error)}`;
    deps.log("error", text, { functionName: fn.name });
  } finally {
    await held.letGo();
  }
}

/** False when the message failed, or must not run at all. */
async function runMessage(fn: QueueFunction, message: DequeuedMessageItem, deps: ProcessDeps): Promise<boolean> {
  const body = decodeMessage(message.messageText, deps.options.messageEncoding);
  if (!body || message.dequeueCount > deps.options.maxDequeueCount) return false;
  try {
    await deps.run(toQueueRequest(fn, body, message));
    return true;
  } catch {
    return false; // the runner has logged it
  }
}

async function giveBack(
  fn: QueueFunction,
  message: DequeuedMessageItem,
  held: HeldMessage,
  deps: ProcessDeps,
): Promise<void> {
  const body = decodeMessage(message.messageText, deps.options.messageEncoding);
  if (body && message.dequeueCount < deps.options.maxDequeueCount) return held.release();
  // without a poison queue the host leaves a failed message locked until its lock ends
  if (!deps.poisonQueue) return;
  const reason = body ? `failed ${deps.options.maxDequeueCount} times` : "is not valid base64";
  const text = `Message ${message.messageId} ${reason}: moved to ${deps.poisonQueue.name}.`;
  deps.log("warning", text, { functionName: fn.name });
  await sendCreating(
    deps.poisonQueue,
    body ? encodeMessage(body.bytes, deps.options.messageEncoding) : message.messageText,
  );
  deps.onPoisoned();
  await held.remove();
}
