import { type Settings } from "../settings/findSetting";
import { resolveNames } from "../settings/resolveNames";

const QUEUE_NAME = /^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/;

/** A queue's name as the service knows it: resolved and in lower case. Throws for one it would refuse. */
export function readQueueName(name: string | undefined, settings: Settings): string {
  if (name === undefined) throw new Error("queueName is missing.");
  const resolved = resolveNames(name, "queueName", settings).toLowerCase();
  if (!isQueueName(resolved))
    throw new Error(`queueName "${resolved}" must be 3 to 63 letters, digits and single dashes between them.`);
  return resolved;
}

export function isQueueName(name: string): boolean {
  return QUEUE_NAME.test(name);
}
