import { isUtf8 } from "node:buffer";
import { type QueueOptions } from "../settings/readQueueOptions";

export type MessageEncoding = QueueOptions["messageEncoding"];

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export interface MessageBody {
  readonly bytes: Buffer;
  readonly text: string;
  readonly isUtf8: boolean;
}

/** Undefined when the text is not in the encoding, which the host answers with the poison queue at once. */
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
