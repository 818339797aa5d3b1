import { type DequeuedMessageItem } from "@azure/storage-queue";
import { type InvocationRequest, type TypedData } from "../worker/coreTypes";
import { type MessageBody } from "./messageText";

export interface QueueInput {
  readonly inputName: string;
  readonly isBinary: boolean;
}

/** What a queue function gets: the body, and the metadata that the host sends with it. */
export function toQueueRequest(
  { inputName, isBinary }: QueueInput,
  body: MessageBody,
  message: DequeuedMessageItem | undefined,
): InvocationRequest {
  const data: TypedData = isBinary ? { bytes: body.bytes } : { string: body.text };
  const metadata = { ...(body.isUtf8 && { QueueTrigger: { string: body.text } }), ...(message && toMetadata(message)) };
  return { inputData: [{ name: inputName, data }], triggerMetadata: mergeProperties(metadata, body.text) };
}

function toMetadata(message: DequeuedMessageItem): Record<string, TypedData> {
  return {
    DequeueCount: { json: String(message.dequeueCount) },
    ExpirationTime: toTime(message.expiresOn),
    Id: { string: message.messageId },
    InsertionTime: toTime(message.insertedOn),
    NextVisibleTime: toTime(message.nextVisibleOn),
    PopReceipt: { string: message.popReceipt },
  };
}

function toTime(time: Date): TypedData {
  return { json: JSON.stringify(time.toISOString().replace(/\.\d+Z$/, "+00:00")) };
}

/** The host adds a JSON message's own properties, which replace its metadata of the same name whatever the case. */
function mergeProperties(metadata: Record<string, TypedData>, text: string): Record<string, TypedData> {
  const merged = { ...metadata };
  for (const [name, value] of Object.entries(parseObject(text))) {
    if (Array.isArray(value) || name.toLowerCase() === "sys") continue;
    const key = Object.keys(merged).find((existing) => existing.toLowerCase() === name.toLowerCase()) ?? name;
    merged[key] = toPropertyData(value);
  }
  return merged;
}

/** Scalars travel as .NET writes them: `True`, `False`, and nothing for null. */
function toPropertyData(value: unknown): TypedData {
  if (value === null) return {};
  if (typeof value === "object") return { json: JSON.stringify(value) };
  if (typeof value === "string") return { string: value };
  return { string: value === true ? "True" : value === false ? "False" : JSON.stringify(value) };
}

function parseObject(text: string): Record<string, unknown> {
  if (!text.trimStart().startsWith("{")) return {};
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
