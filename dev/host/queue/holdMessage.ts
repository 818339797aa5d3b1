import { type DequeuedMessageItem, type QueueClient, RestError } from "@azure/storage-queue";
import { type HostLog } from "../hostLog";
import { type QueueOptions } from "../settings/readQueueOptions";

export interface HoldDeps {
  readonly queue: QueueClient;
  readonly options: QueueOptions;
  readonly lockSeconds: number;
  readonly log: HostLog;
}

/** A message kept invisible for as long as it runs; each renewal changes the receipt that removes or releases it. */
export interface HeldMessage {
  /** Ends the renewals; resolves when none is on its way. */
  letGo(): Promise<void>;
  remove(): Promise<void>;
  /** Makes it visible again after host.json's `visibilityTimeout`. */
  release(): Promise<void>;
}

export function holdMessage(message: DequeuedMessageItem, deps: HoldDeps): HeldMessage {
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
