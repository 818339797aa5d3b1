/** The reader of host.json: its fields, the queue options among them, and the settings that override them. */
import { availableParallelism } from "node:os";
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

export interface QueueOptions {
  readonly batchSize: number;
  /** The next batch is fetched when no more than this many messages are running. */
  readonly newBatchThreshold: number;
  readonly maxDequeueCount: number;
  /** The time for which a failed message stays invisible. */
  readonly visibilityTimeoutMs: number;
  readonly maxPollingIntervalMs: number;
  readonly messageEncoding: "base64" | "none";
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

/** Reads host.json's `extensions.queues`. Throws naming the field. */
export function readQueueOptions(queues: Readonly<Record<string, unknown>>): QueueOptions {
  const batchSize = readInteger(queues, "batchSize", { fallback: 16, min: 1, max: 32 });
  const fallback = Math.floor(batchSize / 2) * availableParallelism();
  return {
    batchSize,
    newBatchThreshold: readInteger(queues, "newBatchThreshold", { fallback, min: 0 }),
    maxDequeueCount: readInteger(queues, "maxDequeueCount", { fallback: 5, min: 1 }),
    visibilityTimeoutMs: readDuration(queues, "visibilityTimeout", 0),
    maxPollingIntervalMs: readPollingInterval(queues),
    messageEncoding: readEncoding(queues["messageEncoding"]),
  };
}

interface Bounds {
  readonly fallback: number;
  readonly min: number;
  readonly max?: number;
}

function readInteger(queues: Readonly<Record<string, unknown>>, name: string, bounds: Bounds): number {
  const { fallback, min, max = Number.MAX_SAFE_INTEGER } = bounds;
  const given = queues[name];
  if (given === undefined) return fallback;
  const value = typeof given === "string" && given.trim() !== "" ? Number(given) : given; // settings are strings
  if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return value;
  const range = bounds.max === undefined ? `at least ${min}` : `from ${min} to ${max}`;
  throw new Error(`host.json: extensions.queues.${name} must be a whole number, ${range}.`);
}

function readDuration(queues: Readonly<Record<string, unknown>>, name: string, fallbackMs: number): number {
  const given = queues[name];
  if (given === undefined) return fallbackMs;
  const durationMs = typeof given === "string" ? parseTimeSpan(given) : undefined;
  if (durationMs !== undefined) return durationMs;
  throw new Error(`host.json: extensions.queues.${name} must be a time span like "00:00:30".`);
}

/** The poll interval's default, and what takes its place in Development, where this host always runs. */
const DEFAULT_POLLING_MS = 60_000;

const DEVELOPMENT_POLLING_MS = 2_000;

const MIN_POLLING_MS = 100;

function readPollingInterval(queues: Readonly<Record<string, unknown>>): number {
  const name = "maxPollingInterval";
  const intervalMs = readDuration(queues, name, DEFAULT_POLLING_MS);
  if (intervalMs < MIN_POLLING_MS)
    throw new Error(`host.json: extensions.queues.${name} must be at least ${MIN_POLLING_MS} ms.`);
  return intervalMs === DEFAULT_POLLING_MS ? DEVELOPMENT_POLLING_MS : intervalMs;
}

function readEncoding(value: unknown = "base64"): "base64" | "none" {
  const encoding = String(value).toLowerCase();
  if (encoding === "base64" || encoding === "none") return encoding;
  throw new Error('host.json: extensions.queues.messageEncoding must be "base64" or "none".');
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

/**
 * The fields that are set and have no effect here. The README says that hosts have no lock, so `singleton` is not among
 * them.
 */
function findIgnored(content: JsonObject, http: JsonObject): string[] {
  const ignored = ["retry", "concurrency", "functions"].filter((name) => content[name] !== undefined);
  const throttling = ["maxOutstandingRequests", "maxConcurrentRequests", "dynamicThrottlesEnabled"]
    .filter((name) => http[name] !== undefined)
    .map((name) => `extensions.http.${name}`);
  return [...ignored, ...throttling].map((name) => `host.json: ${name} has no effect in the development host.`);
}
