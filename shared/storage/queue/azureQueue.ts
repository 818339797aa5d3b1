import { createOnFirstUse } from "../createOnFirstUse";
import { type QueueClient } from "../sdk";
import { type Queue } from "./queue";

const NEVER_EXPIRES = -1;
const SEND_TIMEOUT_MS = 30_000;

/** A queue of Azure Queue storage or of Azurite. Creates it when it is first used. */
export function azureQueue(client: QueueClient): Queue {
  const use = createOnFirstUse(client.name, "QueueNotFound", () => client.createIfNotExists());
  return {
    name: client.name,
    async send(text, delaySeconds) {
      const visibilityTimeout = Math.max(0, Math.ceil(delaySeconds));
      await use(() =>
        client.sendMessage(text, {
          messageTimeToLive: NEVER_EXPIRES,
          visibilityTimeout,
          abortSignal: AbortSignal.timeout(SEND_TIMEOUT_MS),
        }),
      );
    },
  };
}
