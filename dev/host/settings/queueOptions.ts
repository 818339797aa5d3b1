/** The queue section of host.json. */
import { availableParallelism } from "node:os";
import { parseTimeSpan } from "./settings";

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
