import { type QueueOutput } from "../hostedFunction";
import { type InvocationResponse } from "../worker/coreTypes";
import { type QueueConnector } from "./connectQueues";
import { findOutputs } from "./findOutputs";
import { encodeMessage, type MessageEncoding } from "./messageText";
import { sendCreating } from "./sendCreating";
import { toOutputMessages } from "./toOutputMessages";
import { type Wakeups } from "./wakeups";

export interface OutputDeps {
  readonly connect: QueueConnector;
  readonly messageEncoding: MessageEncoding;
  readonly wakeups: Wakeups;
}

/** Sends what an invocation put into its queue outputs, creating queues that are missing. */
export async function sendOutputs(
  outputs: readonly QueueOutput[],
  response: InvocationResponse,
  { connect, messageEncoding, wakeups }: OutputDeps,
): Promise<void> {
  for (const { output, data } of findOutputs(outputs, response)) {
    const queue = connect(output.connection, output.queueName);
    const messages = toOutputMessages(data).map((body) => encodeMessage(body, messageEncoding));
    for (const messageText of messages) await sendCreating(queue, messageText);
    if (messages.length > 0) wakeups.wake(queue.url);
  }
}
