/** The reader of host.json, with the settings that override its fields. */
import { type QueueOptions, readQueueOptions } from "./queueOptions";
import { type Settings, parseTimeSpan } from "./settings";

export interface HostJson {
  readonly routePrefix: string;
  readonly queues: QueueOptions;
  /** The time that an invocation may take; undefined means no limit. */
  readonly functionTimeoutMs: number | undefined;
  readonly logLevels: Readonly<Record<string, string>>;
  /** Sentences about fields that are set but have no effect here. */
  readonly warnings: readonly string[];
}

/** Reads the text of a host.json; `AzureFunctionsJobHost__…` settings override it. Throws naming the field. */
export function readHostJson(text: string, settings: Settings): HostJson {
  const content = overrideHostJson(parse(text), settings);
  if (content["version"] !== "2.0") throw new Error('host.json: version must be "2.0".');
  const extensions = objectAt(content, "extensions");
  const http = objectAt(extensions, "http", "extensions.http");
  const routePrefix = http["routePrefix"] ?? "api";
  if (typeof routePrefix !== "string") throw new Error("host.json: extensions.http.routePrefix must be a string.");
  return {
    routePrefix,
    queues: readQueueOptions(objectAt(extensions, "queues", "extensions.queues")),
    functionTimeoutMs: readFunctionTimeout(content["functionTimeout"]),
    logLevels: readLogLevels(objectAt(objectAt(content, "logging"), "logLevel", "logging.logLevel")),
    warnings: findIgnored(content, http),
  };
}

const PREFIX = "azurefunctionsjobhost:";

type JsonObject = { [name: string]: unknown };

/** host.json with the settings `AzureFunctionsJobHost__path__to__value` put into it; their values are strings. */
function overrideHostJson(content: JsonObject, settings: Settings): JsonObject {
  const result = structuredClone(content);
  for (const [name, value] of Object.entries(settings)) {
    const path = name.replaceAll("__", ":");
    if (value && path.toLowerCase().startsWith(PREFIX)) setAt(result, path.slice(PREFIX.length).split(":"), value);
  }
  return result;
}

function setAt(target: JsonObject, [name = "", ...rest]: readonly string[], value: string): void {
  const key = Object.keys(target).find((existing) => existing.toLowerCase() === name.toLowerCase()) ?? name;
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const child = target[key];
  const inner = typeof child === "object" && child !== null ? (child as JsonObject) : {};
  target[key] = inner;
  setAt(inner, rest, value);
}

function parse(text: string): JsonObject {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")) as JsonObject;
  } catch (error) {
    throw new Error(`host.json is not JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function objectAt(parent: JsonObject, name: string, path = name): JsonObject {
  const value = parent[name] ?? {};
  if (typeof value !== "object" || Array.isArray(value)) throw new Error(`host.json: ${path} must be an object.`);
  return value as JsonObject;
}

const DEFAULT_FUNCTION_TIMEOUT_MS = 30 * 60_000;

function readFunctionTimeout(value: unknown): number | undefined {
  if (value === undefined || value === null) return DEFAULT_FUNCTION_TIMEOUT_MS;
  if (value === "-1") return undefined;
  const timeoutMs = typeof value === "string" ? parseTimeSpan(value) : undefined;
  if (!timeoutMs) throw new Error('host.json: functionTimeout must be a time span like "00:05:00", or "-1" for none.');
  return timeoutMs;
}

function readLogLevels(levels: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(levels).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

function findIgnored(content: JsonObject, http: JsonObject): string[] {
  const ignored = ["retry", "concurrency", "functions", "singleton"].filter((name) => content[name] !== undefined);
  const throttling = ["maxOutstandingRequests", "maxConcurrentRequests", "dynamicThrottlesEnabled"]
    .filter((name) => http[name] !== undefined)
    .map((name) => `extensions.http.${name}`);
  return [...ignored, ...throttling].map((name) => `host.json: ${name} has no effect in the development host.`);
}
