/**
 * The run of one queue message to its end: its lock is renewed while the function runs, then it is deleted, released
 * or poisoned.
 */
import { type DequeuedMessageItem, type QueueClient, RestError } from "@azure/storage-queue";
import { type QueueFunction } from "../functions/hostedFunction";
import { type HostLog } from "../settings/hostLog";
import { type QueueOptions } from "../settings/hostJson";
import { type InvocationRequest } from "../worker/coreTypes";
import { decodeMessage, encodeMessage, toQueueRequest } from "./messageBody";
import { sendCreating } from "./queueClients";

export interface ProcessDeps {
  readonly queue: QueueClient;
  /** The poison queue; undefined when the name leaves no room for `-poison`, or ends with it already. */
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

interface HoldDeps {
  readonly queue: QueueClient;
  readonly options: QueueOptions;
  readonly lockSeconds: number;
  readonly log: HostLog;
}

/** A message kept invisible for as long as it runs; each renewal changes the receipt that removes or releases it. */
interface HeldMessage {
  /** Ends the renewals; resolves when none is on its way. */
  letGo(): Promise<void>;
  remove(): Promise<void>;
  /** Makes it visible again after host.json's `visibilityTimeout`. */
  release(): Promise<void>;
}

function holdMessage(message: DequeuedMessageItem, deps: HoldDeps): HeldMessage {
  const { queue, options, lockSeconds, log } = deps;
  let { popReceipt } = message;
  let renewing = Promise.resolve();

  const renew = async (): Promise<void> => {
    try {
      const renewed = await queue.updateMessage(message.messageId, popReceipt, undefined, lockSeconds);
      popReceipt = renewed.popReceipt ?? popReceipt;
    } catch (error) {
      log("warning", `The lock of message ${message.messageId} of ${queue.name} is not renewed: ${String(error)}`);
    }
  };
  const timer = setInterval(() => {
    renewing = renewing.then(renew);
  }, lockSeconds * 500);

  return {
    letGo: () => {
      clearInterval(timer);
      return renewing;
    },
    remove: () => ignoreLost(() => queue.deleteMessage(message.messageId, popReceipt)),
    release: () => {
      const visibilitySeconds = Math.round(options.visibilityTimeoutMs / 1_000);
      return ignoreLost(() => queue.updateMessage(message.messageId, popReceipt, undefined, visibilitySeconds));
    },
  };
}

/** Another reader has the message now, or has removed it: nothing is left to do here. */
async function ignoreLost(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof RestError) || !isLost(error)) throw error;
  }
}

function isLost({ code, statusCode }: RestError): boolean {
  return statusCode === 404 || code === "PopReceiptMismatch" || code === "MessageNotFound";
}

/** Returns false when the message failed, or must not run at all. */
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
