/**
 * The module `telemetry` turns log lines into metrics, and work into traces, and sends both to Application Insights or
 * an OpenTelemetry collector. It decides nothing and is off without a destination. Here stand its port and the metrics;
 * sdk/openTelemetry.ts leads to the SDK, which is loaded only when a destination is set
 * (docs/decisions/0018-telemetry-is-made-of-the-lines.md).
 */

import { type LogLine, NO_TRACE, type StorageOperation, type TraceDeps } from "../model/log";

/** The destinations of telemetry; at least one of `connectionString` and `otlp` is set. */
export interface TelemetrySettings {
  /** The connection string of Application Insights, which contains a key. */
  readonly connectionString?: string;
  /**
   * The managed identity that sends to Application Insights; absent when the key in the connection string is enough.
   */
  readonly identity?: { readonly clientId?: string };
  /**
   * True when there is a collector. The exporters read its address, headers and time-outs from the variables of the
   * OpenTelemetry specification.
   */
  readonly otlp: boolean;
  readonly metricsEveryMs: number;
  /** The name that distinguishes deployments. */
  readonly serviceName: string;
}

/** The port of telemetry: traces, and metrics that are made of log lines and storage operations. */
export interface Telemetry extends TraceDeps {
  /** Records the metrics of a log line. */
  readonly record: (line: LogLine) => void;
  /** Counts a storage operation; undefined when storage need not report any. */
  readonly countStorage: ((operation: StorageOperation) => void) | undefined;
  /** Sends what is left, within a bounded time. Never rejects. */
  readonly flush: () => Promise<void>;
}

/** The telemetry without a destination. */
export const NO_TELEMETRY: Telemetry = {
  ...NO_TRACE,
  record: () => undefined,
  countStorage: undefined,
  flush: () => Promise.resolve(),
};

interface Metric {
  /** A `gauge` has the last value, a `histogram` the distribution of values. */
  readonly kind: "counter" | "gauge" | "histogram";
  /** The unit in UCUM: `s`, or a count in braces. */
  readonly unit: string;
  readonly description: string;
}

export const METRICS = {
  "triggers.events": { kind: "counter", unit: "{event}", description: "Events that were detected" },
  "triggers.gaps": { kind: "counter", unit: "{gap}", description: "Times in which something may have happened unseen" },
  "triggers.changes.refused": { kind: "counter", unit: "{change}", description: "Changes that storage did not take" },
  "triggers.deliveries": { kind: "counter", unit: "{attempt}", description: "Attempts of deliveries by outcome" },
  "triggers.delivery.age": {
    kind: "histogram",
    unit: "s",
    description: "From an event's detection to an attempt's end",
  },
  "triggers.callback.duration": { kind: "histogram", unit: "s", description: "How long receivers took" },
  "triggers.chunks": { kind: "counter", unit: "{chunk}", description: "Tasks of deliveries by outcome" },
  "triggers.queue.delay": { kind: "histogram", unit: "s", description: "From when a task was due to its beginning" },
  "triggers.polls": { kind: "counter", unit: "{poll}", description: "Looks at instances by outcome" },
  "triggers.poll.duration": { kind: "histogram", unit: "s", description: "How long looks at instances took" },
  "triggers.poll.age": { kind: "gauge", unit: "s", description: "Between the last two looks at an instance" },
  "triggers.poll.oldest": {
    kind: "gauge",
    unit: "s",
    description: "Since the last look at the instance that waits longest",
  },
  "triggers.source.calls_left": { kind: "gauge", unit: "{call}", description: "Calls to CI that this minute has left" },
  "triggers.requests": {
    kind: "histogram",
    unit: "s",
    description: "How long HTTP requests took, by route and status",
  },
  "triggers.requests.limited": {
    kind: "counter",
    unit: "{call}",
    description: "Calls refused by a connection's limit",
  },
  "triggers.poison": { kind: "counter", unit: "{task}", description: "Tasks that the host gave up on" },
  "triggers.swept": {
    kind: "counter",
    unit: "{task}",
    description: "Tasks that were queued again because they were lost",
  },
  "triggers.rows.skipped": { kind: "counter", unit: "{row}", description: "Stored rows that could not be read" },
  "triggers.storage.operations": { kind: "counter", unit: "{request}", description: "Requests to tables and queues" },
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof METRICS;

export interface Measurement {
  readonly metric: MetricName;
  readonly value: number;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

/** The measurements by the name of the log line. */
const MEASURES: Readonly<Record<string, (line: LogLine) => readonly Measurement[]>> = {
  "event.detected": (line) => one("triggers.events", 1, pick(line, "trigger", "instanceId")),
  "gap.detected": (line) => one("triggers.gaps", 1, pick(line, "instanceId")),
  "change.refused": (line) => one("triggers.changes.refused", 1, pick(line, "instanceId")),
  "delivery.attempted": (line) => [
    ...one("triggers.deliveries", 1, pick(line, "trigger", "outcome", "cause")),
    ...one("triggers.delivery.age", line["ageSeconds"], { ...pick(line, "outcome"), first: line["attempt"] === 1 }),
    ...one("triggers.callback.duration", seconds(line["durationMs"]), pick(line, "outcome")),
  ],
  "chunk.delivered": (line) => [
    ...one("triggers.chunks", 1, pick(line, "outcome")),
    ...queueDelay(line["lane"] === "slow" ? "deliveries-slow" : "deliveries", line),
  ],
  "event.dispatched": (line) => queueDelay("events", line),
  "redrive.advanced": (line) => queueDelay("redrives", line),
  "polls.scheduled": (line) => one("triggers.poll.oldest", line["oldestSeconds"], {}),
  "poll.completed": (line) => [
    ...one("triggers.polls", 1, pick(line, "instanceId", "outcome")),
    ...one("triggers.poll.duration", seconds(line["durationMs"]), pick(line, "outcome")),
    ...one("triggers.poll.age", line["ageSeconds"], pick(line, "instanceId")),
    ...one("triggers.source.calls_left", line["callsLeft"], {}),
    ...queueDelay("polls", line),
  ],
  "request.answered": (line) => [
    ...one("triggers.requests", seconds(line["durationMs"]), pick(line, "route", "status")),
    ...(line["code"] === "TooManyCalls" ? one("triggers.requests.limited", 1, pick(line, "route")) : []),
  ],
  "poison.recorded": (line) => one("triggers.poison", 1, pick(line, "queue", "cause")),
  "event.swept": (line) => one("triggers.swept", line["requeued"], { handedOver: line["handedOver"] === true }),
  "row.skipped": (line) => one("triggers.rows.skipped", 1, pick(line, "code")),
};

/**
 * The measurements in a log line; none for a line without numbers. Attributes are words of ours and ids of instances,
 * of which there are few: with the ids of subscriptions or events, the number of time series would grow without end.
 */
export function toMeasurements(line: LogLine): readonly Measurement[] {
  return Object.hasOwn(MEASURES, line.name) ? (MEASURES[line.name]?.(line) ?? []) : [];
}

function one(metric: MetricName, value: unknown, attributes: Measurement["attributes"]): readonly Measurement[] {
  return typeof value === "number" && Number.isFinite(value) ? [{ metric, value, attributes }] : [];
}

function pick(line: LogLine, ...names: readonly string[]): Measurement["attributes"] {
  const picked = names.flatMap((name) => {
    const value = line[name];
    return typeof value === "string" || typeof value === "number" ? [[name, value] as const] : [];
  });
  return Object.fromEntries(picked);
}

function seconds(milliseconds: unknown): number | undefined {
  return typeof milliseconds === "number" ? milliseconds / 1_000 : undefined;
}

function queueDelay(queue: string, line: LogLine): readonly Measurement[] {
  return one("triggers.queue.delay", line["queueSeconds"], { queue });
}
