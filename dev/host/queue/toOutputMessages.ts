import { type TypedData } from "../worker/coreTypes";

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

/** As .NET writes a JSON value: objects indented, booleans with a capital. */
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
