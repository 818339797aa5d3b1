import { type QueueClient, RestError } from "@azure/storage-queue";

/** Sends to a queue, which is created when it is missing. */
export async function sendCreating(queue: QueueClient, messageText: string): Promise<void> {
  try {
    await queue.sendMessage(messageText);
  } catch (error) {
    if (!(error instanceof RestError && error.statusCode === 404)) throw error;
    await queue.createIfNotExists();
    await queue.sendMessage(messageText);
  }
}
