/** The encoding of queue messages, and the request that a queue function gets for one. */
import { type DequeuedMessageItem } from "@azure/storage-queue";
import { isUtf8 } from "node:buffer";
import { type QueueOptions } from "../settings/hostJson";
import { type InvocationRequest, type TypedData } from "../worker/coreTypes";

export interface MessageBody {
  readonly bytes: Buffer;
  readonly text: string;
  readonly isUtf8: boolean;
}

export interface QueueInput {
  readonly inputName: string;
  readonly isBinary: boolean;
}

/** The request of a queue function: the body, and the metadata that the host sends with it. */
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

function parseObject(text: string): Record<string, unknown> {
  if (!text.trimStart().startsWith("{")) return {};
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Scalars travel as .NET writes them: `True`, `False`, and nothing for null. */
function toPropertyData(value: unknown): TypedData {
  if (value === null) return {};
  if (typeof value === "object") return { json: JSON.stringify(value) };
  if (typeof value === "string") return { string: value };
  return { string: value === true ? "True" : value === false ? "False" : JSON.stringify(value) };
}

export type MessageEncoding = QueueOptions["messageEncoding"];

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Returns undefined when the text is not in the encoding; the host then moves the message to the poison queue at once.
 */
export function decodeMessage(messageText: string, encoding: MessageEncoding): MessageBody | undefined {
  if (encoding === "none") return { bytes: Buffer.from(messageText), text: messageText, isUtf8: true };
  const compact = messageText.replace(/[ \t\r\n]/g, ""); // .NET ignores white space in base64
  if (!BASE64.test(compact)) return undefined;
  const bytes = Buffer.from(compact, "base64");
  return { bytes, text: bytes.toString("utf8"), isUtf8: isUtf8(bytes) };
}

export function encodeMessage(body: string | Uint8Array, encoding: MessageEncoding): string {
  return Buffer.from(body as Uint8Array).toString(encoding === "none" ? "utf8" : "base64");
}
