/** The queue outputs of a function: values become messages, as the host converts them. */
import { type QueueOutput } from "../functions/hostedFunction";
import { type InvocationResponse, type TypedData } from "../worker/coreTypes";
import { type MessageEncoding, encodeMessage } from "./messageBody";
import { type QueueConnector, sendCreating } from "./queueClients";
import { type Wakeups } from "./queueTrigger";

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

export interface OutputValue {
  readonly output: QueueOutput;
  readonly data: TypedData;
}

/**
 * The value of each queue output. A function without a `$return` binding may return an object instead, whose
 * properties of an output's name replace that output.
 */
export function findOutputs(outputs: readonly QueueOutput[], response: InvocationResponse): OutputValue[] {
  const hasReturn = outputs.some(({ bindingName }) => bindingName === "$return");
  const returned = hasReturn ? {} : parseObject(response.returnValue);
  return outputs.flatMap((output) => {
    const data = findValue(output.bindingName, returned, response);
    return data ? [{ output, data }] : [];
  });
}

function parseObject(data: TypedData | null | undefined): Record<string, unknown> {
  if (data?.json === undefined) return {};
  const value: unknown = JSON.parse(data.json);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function findValue(
  name: string,
  returned: Record<string, unknown>,
  response: InvocationResponse,
): TypedData | null | undefined {
  if (name === "$return") return response.returnValue;
  if (Object.hasOwn(returned, name)) return toTypedData(returned[name]);
  return response.outputData?.find((output) => output.name === name)?.data;
}

function toTypedData(value: unknown): TypedData | undefined {
  if (value === null) return undefined;
  return typeof value === "string" ? { string: value } : { json: JSON.stringify(value) };
}

/** The messages that one output value becomes: an array, also inside a string, is one message per element. */
export function toOutputMessages(data: TypedData): (string | Uint8Array)[] {
  if (data.bytes !== undefined) return [data.bytes];
  if (data.int !== undefined) return [String(data.int)];
  if (data.double !== undefined) return [String(data.double)];
  if (data.json !== undefined) return fromJson(JSON.parse(data.json));
  if (data.string === undefined) return [];
  const parsed = looksLikeJson(data.string) ? tryParse(data.string) : undefined;
  return parsed === undefined ? [data.string] : fromJson(parsed);
}

function fromJson(value: unknown): string[] {
  return Array.isArray(value) ? value.map(toMessageText) : [toMessageText(value)];
}

/** Writes a JSON value as .NET does: objects indented, booleans with a capital. */
function toMessageText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "True" : "False";
  return value === null ? "" : JSON.stringify(value, null, 2);
}

function looksLikeJson(text: string): boolean {
  const trimmed = text.trim();
  return (trimmed.startsWith("{") && trimmed.endsWith("}")) || (trimmed.startsWith("[") && trimmed.endsWith("]"));
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
